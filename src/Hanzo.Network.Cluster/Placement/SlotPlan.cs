using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Placement;

namespace Hanzo.Network.Cluster.Placement;

/// <summary>What the directory knows, as placement takes it.</summary>
internal static class SlotPlan
{
    /// <summary>For decisions about one agent: with loads, and without the other agents.</summary>
    public static PlacementInput InputFor(DirectorySnapshot snapshot, AgentName agent) => snapshot.Input with
    {
        Nodes = snapshot.Views,
        Agents = snapshot.Agents.TryGetValue(agent, out var definition) ? [definition] : [],
    };

    /// <summary>For the coordinator: of the nodes whose region is registered, with the owners that it knows.</summary>
    public static PlacementInput InputFor(
        DirectorySnapshot snapshot, IReadOnlyCollection<string> withRegion, IEnumerable<(string Slot, string Node)> owners) =>
        snapshot.Input with
        {
            Nodes = snapshot.Input.Nodes.RemoveAll(node => !withRegion.Contains(node.Id)), Owners = Parse(owners),
        };

    /// <summary>What each member says of its slots, by node id.</summary>
    public static Dictionary<string, SlotHolder> HoldersIn(DirectorySnapshot snapshot)
    {
        var holders = new Dictionary<string, SlotHolder>(StringComparer.Ordinal);
        foreach (var node in snapshot.Nodes.Values)
            if (node.NodeId is { } id) holders[id] = HolderOf(node);
        return holders;
    }

    /// <summary>What is no slot is left out; of two nodes the first counts.</summary>
    public static Dictionary<SlotId, string> Parse(IEnumerable<(string Slot, string Node)> places)
    {
        var parsed = new Dictionary<SlotId, string>();
        foreach (var (text, node) in places)
            if (SlotId.TryParse(text, out var slot)) parsed.TryAdd(slot, node);
        return parsed;
    }

    private static SlotHolder HolderOf(NodeEntry node) => new()
    {
        Journal = node.Description!.Journal,
        Silent = !node.Reachable,
        Hurries = node.Description.Hurries,
        Busy = node.Busy is { } busy ? Parse(busy.Select(slot => (slot, ""))).Keys.ToHashSet() : [],
    };
}
