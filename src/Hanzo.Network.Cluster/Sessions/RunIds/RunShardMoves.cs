using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Persistence;
using Hanzo.Network.Cluster.Placement;

namespace Hanzo.Network.Cluster.Sessions.RunIds;

/// <summary>Which nodes should have which shards of run ids. Pure.</summary>
internal static class RunShardMoves
{
    /// <summary>Shards on the move at once.</summary>
    private const int MaxAtOnce = 4;

    /// <summary>Who should get the shard: rather not where it ends with the process, else who has the fewest. Null: nobody may.</summary>
    public static RunHome? HomeFor(DirectorySnapshot snapshot, SlotId shard, IEnumerable<RunHome> homes) =>
        homes.Where(home => home.Node.IsUsable && snapshot.Histories.MayBeOn(shard, home.Id))
            .OrderBy(home => home.IsInMemory).ThenBy(home => home.Shards.Length).ThenBy(home => home.Id, StringComparer.Ordinal)
            .FirstOrDefault();

    /// <summary>
    /// Shards that should go elsewhere: to where their ids are, else so that all have as many, or one more. While a member is silent
    /// none moves, and never one whose ids would be left behind in the memory of a process.
    /// </summary>
    public static ImmutableArray<SlotId> Choose(DirectorySnapshot snapshot, IReadOnlyCollection<RunHome> homes)
    {
        if (snapshot.Nodes.Values.Any(node => !node.Reachable)) return [];
        var now = homes.ToDictionary(home => home.Id, StringComparer.Ordinal);
        var moves = ImmutableArray.CreateBuilder<SlotId>();
        var all = homes.Where(home => home is { Node.IsUsable: true, IsInMemory: false })
            .SelectMany(home => home.Shards, (home, shard) => (Owner: home.Id, Shard: shard))
            .OrderByDescending(place => now[place.Owner].Shards.Length).ThenBy(place => place.Shard.Index).ToArray();
        foreach (var (owner, shard) in all)
        {
            if (moves.Count == MaxAtOnce) break;
            if (HomeFor(snapshot, shard, now.Values) is not { } best || best.Id == owner) continue;
            if (snapshot.Histories.MayBeOn(shard, owner) && best.Shards.Length + 1 >= now[owner].Shards.Length) continue;
            if (best.IsInMemory) continue;
            now[owner] = now[owner] with { Shards = now[owner].Shards.Remove(shard) };
            now[best.Id] = best with { Shards = best.Shards.Add(shard) };
            moves.Add(shard);
        }

        return moves.ToImmutable();
    }
}

/// <summary>A node whose region may have shards, and those that it has.</summary>
internal sealed record RunHome(NodeEntry Node, ImmutableArray<SlotId> Shards)
{
    public string Id => Node.NodeId!;

    /// <summary>What is bound there ends with the process.</summary>
    public bool IsInMemory => JournalIdentity.IsMemory(Node.Description!.Journal);
}
