using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Placement;
using Hanzo.Network.Placement;

namespace Hanzo.Network.Cluster.Deployment;

/// <summary>Which slots can leave a node that drains.</summary>
internal static class DrainSlots
{
    /// <summary>
    /// How many of the slots can go with all that they remember: those whose home, once this node takes none, shares its history.
    /// The coordinator moves no others.
    /// </summary>
    /// <param name="slots">That live on this node, as its region has them.</param>
    public static int CountMovable(DirectorySnapshot snapshot, IEnumerable<string> slots)
    {
        if (snapshot.Self?.Description is not { NodeId: var self }) return 0;
        var homes = new SlotHomes(snapshot.Input with { Nodes = snapshot.Input.Nodes.RemoveAll(node => node.Id == self) });
        return slots.Count(text =>
            SlotId.TryParse(text, out var slot) && snapshot.Agents.TryGetValue(slot.Agent, out var agent)
            && homes.Of(agent, slot) is { } home && snapshot.ShareHistory(self, home));
    }
}
