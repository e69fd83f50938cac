using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Placement;

namespace Hanzo.Network.Cluster.Placement;

/// <summary>The plan for one agent, given where its slots are now.</summary>
internal static class SlotPlan
{
    public static PlacementPlan For(DirectorySnapshot snapshot, Agent agent) => For(snapshot.Views, agent, snapshot.SlotOwners);

    /// <param name="owners">Node id by slot.</param>
    public static PlacementPlan For(ImmutableArray<NodeView> nodes, Agent agent, IReadOnlyDictionary<string, string> owners)
    {
        var slots = Enumerable.Range(0, agent.Slots).Select(index => owners.GetValueOrDefault(new SlotId(agent.Name, index).ToString()));
        var current = new AgentPlacement(agent.Name, [.. slots], new PlacementExplanation(agent.Name, []));
        var before = new PlacementPlan(ImmutableSortedDictionary<AgentName, AgentPlacement>.Empty.Add(agent.Name, current));
        return PlacementPlanner.Plan(nodes, [agent], before);
    }
}
