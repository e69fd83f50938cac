using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Placement;

namespace Hanzo.Network.Cluster.Placement;

/// <summary>Where a slot belongs, and which slots should move.</summary>
internal static class SlotMoves
{
    /// <summary>Slots on the move at once.</summary>
    public const int MaxAtOnce = 4;

    /// <summary>Null when no node with a region may have it.</summary>
    /// <param name="withRegion">Ids of nodes whose region is registered.</param>
    /// <param name="owners">Node id by slot, as allocated now.</param>
    public static string? HomeOf(
        DirectorySnapshot snapshot, string shard, ImmutableArray<string> withRegion, IReadOnlyDictionary<string, string> owners)
    {
        if (!SlotId.TryParse(shard, out var slot) || !snapshot.Agents.TryGetValue(slot.Agent, out var agent)) return null;
        var nodes = snapshot.Views.RemoveAll(n => !withRegion.Contains(n.Id));
        return SlotPlan.For(nodes, agent, owners).NodeOf(slot);
    }

    /// <summary>
    /// A slot moves when its node may not have it any more, or when the plan has it elsewhere on a node with the same history.
    /// A slot with a run under way stays where it is while it may; it moves better later than with an effect in its hands.
    /// A slot whose history only its present node has stays, and so does that of a node that is silent: it may be running, and
    /// membership decides whether it is dead.
    /// </summary>
    public static ImmutableSortedSet<string> Choose(
        DirectorySnapshot snapshot, ImmutableArray<string> withRegion, IReadOnlyDictionary<string, string> owners, int alreadyMoving)
    {
        var moves = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);
        foreach (var (shard, owner) in owners.OrderBy(o => o.Key, StringComparer.Ordinal))
        {
            if (moves.Count + alreadyMoving >= MaxAtOnce) break;
            if (snapshot.Find(owner) is { Reachable: false }) continue;
            if (HomeOf(snapshot, shard, withRegion, owners) is not { } home || home == owner) continue;
            if (!MayKeep(snapshot, shard, owner)) moves = moves.Add(shard);
            else if (!IsBusy(snapshot, shard, owner) && ShareHistory(snapshot, owner, home)) moves = moves.Add(shard);
        }

        return moves;
    }

    private static bool MayKeep(DirectorySnapshot snapshot, string shard, string owner) =>
        SlotId.TryParse(shard, out var slot)
        && snapshot.Views.FirstOrDefault(n => n.Id == owner) is { } node
        && PlacementPlanner.Explain([node], snapshot.Agents[slot.Agent]).HasCandidate;

    private static bool IsBusy(DirectorySnapshot snapshot, string shard, string owner) =>
        snapshot.Find(owner)?.Busy?.Contains(shard) == true;

    private static bool ShareHistory(DirectorySnapshot snapshot, string one, string other) =>
        snapshot.Find(one)?.Description?.Journal is { } journal && journal == snapshot.Find(other)?.Description?.Journal;
}
