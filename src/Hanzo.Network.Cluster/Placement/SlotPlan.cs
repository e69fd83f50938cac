using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Placement;

namespace Hanzo.Network.Cluster.Placement;

/// <summary>What the directory knows, as placement takes it.</summary>
internal static class SlotPlan
{
    /// <summary>For decisions about one agent: with its slots alone.</summary>
    public static PlacementInput InputFor(DirectorySnapshot snapshot, AgentName agent) => new()
    {
        Nodes = snapshot.Views,
        Owners = Parse(snapshot.SlotOwners.Where(owner => owner.Key.StartsWith($"{agent}.", StringComparison.Ordinal))),
    };

    /// <param name="withRegion">Ids of nodes whose region is registered.</param>
    /// <param name="owners">Node id by slot, as allocated now.</param>
    public static PlacementInput InputFor(
        DirectorySnapshot snapshot, ImmutableArray<string> withRegion, IEnumerable<KeyValuePair<string, string>> owners) => new()
    {
        Nodes = snapshot.Views.RemoveAll(n => !withRegion.Contains(n.Id)),
        Agents = [.. snapshot.Agents.Values],
        Owners = Parse(owners),
    };

    /// <summary>Null when the shard is no slot of a known agent, or no node may have it.</summary>
    public static string? HomeOf(DirectorySnapshot snapshot, PlacementInput input, string shard) =>
        SlotId.TryParse(shard, out var slot) && snapshot.Agents.TryGetValue(slot.Agent, out var agent)
            ? PlacementPlanner.HomeOf(input, agent, slot.Index)
            : null;

    /// <summary>What each member says of its slots, by node id.</summary>
    public static Dictionary<string, SlotHolder> HoldersIn(DirectorySnapshot snapshot)
    {
        var holders = new Dictionary<string, SlotHolder>(StringComparer.Ordinal);
        foreach (var node in snapshot.Nodes.Values)
        {
            if (node.NodeId is not { } id) continue;
            holders[id] = new SlotHolder
            {
                Journal = node.Description!.Journal,
                Silent = !node.Reachable,
                Busy = node.Busy is { } busy ? ParseAll(busy).ToHashSet() : [],
            };
        }

        return holders;
    }

    private static Dictionary<SlotId, string> Parse(IEnumerable<KeyValuePair<string, string>> owners)
    {
        var parsed = new Dictionary<SlotId, string>();
        foreach (var (shard, node) in owners)
            if (SlotId.TryParse(shard, out var slot)) parsed[slot] = node;
        return parsed;
    }

    private static IEnumerable<SlotId> ParseAll(IEnumerable<string> shards)
    {
        foreach (var shard in shards)
            if (SlotId.TryParse(shard, out var slot)) yield return slot;
    }
}
