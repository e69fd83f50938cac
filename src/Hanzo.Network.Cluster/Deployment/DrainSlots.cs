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
        var parsed = slots.Select(text => SlotId.TryParse(text, out var slot) ? slot : (SlotId?)null).OfType<SlotId>();
        return parsed.GroupBy(slot => slot.Agent).Sum(agent => CountMovable(snapshot, self, agent));
    }

    private static int CountMovable(DirectorySnapshot snapshot, string self, IGrouping<AgentName, SlotId> slots)
    {
        if (!snapshot.Agents.TryGetValue(slots.Key, out var agent)) return 0;
        var input = SlotPlan.InputFor(snapshot, agent.Name);
        var others = input with { Nodes = input.Nodes.RemoveAll(node => node.Id == self) };
        var plan = PlacementPlanner.PlanAgent(others, agent);
        return slots.Count(slot => PlacementPlanner.HomeOf(others, agent, plan, slot) is { } home && snapshot.ShareHistory(self, home));
    }
}
