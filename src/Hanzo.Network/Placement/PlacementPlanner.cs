using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Devices;

namespace Hanzo.Network.Placement;

/// <summary>
/// Spreads the slots of agents over nodes. The same nodes, agents and current plan give the same plan everywhere, in
/// whatever order they are listed; live load does not count.
/// </summary>
public static class PlacementPlanner
{
    /// <summary>What a device counts that does not say its throughput, in TFLOPS.</summary>
    public const double UnknownThroughput = 1;

    public static PlacementPlan Plan(IEnumerable<NodeView> nodes, IEnumerable<Agent> agents, PlacementPlan current)
    {
        var ordered = Order(nodes);
        return new PlacementPlan(agents.Select(agent => PlanAgent(ordered, agent, current))
            .ToImmutableSortedDictionary(placement => placement.Agent, placement => placement));
    }

    public static PlacementExplanation Explain(IEnumerable<NodeView> nodes, Agent agent) =>
        new(agent.Name, [.. Order(nodes).Select(node => new NodeVerdict(node.Id, ThroughputOf(node.Device), RefusalOf(node, agent)))]);

    /// <summary>fp16, else fp32, else int8 TFLOPS, else <see cref="UnknownThroughput"/>.</summary>
    public static double ThroughputOf(DeviceCapabilities device)
    {
        var flops = device.Flops.Fp16 ?? device.Flops.Fp32 ?? device.Flops.Int8 ?? UnknownThroughput;
        return double.IsFinite(flops) && flops > 0 ? flops : UnknownThroughput;
    }

    private static AgentPlacement PlanAgent(ImmutableArray<NodeView> nodes, Agent agent, PlacementPlan current)
    {
        var explanation = Explain(nodes, agent);
        var shares = SlotShares.Of([.. explanation.Candidates], agent.Slots);
        var before = current.Agents.GetValueOrDefault(agent.Name)?.Slots ?? [];
        return new AgentPlacement(agent.Name, SlotShares.Assign(agent.Name, agent.Slots, shares, before), explanation);
    }

    private static string? RefusalOf(NodeView node, Agent agent)
    {
        if (!node.Agents.Contains(agent.Name)) return $"does not offer '{agent.Name}'";
        return node.Draining ? "is draining" : RequirementCheck.FirstUnmet(agent.Requires, node.Device);
    }

    private static ImmutableArray<NodeView> Order(IEnumerable<NodeView> nodes) =>
        [.. nodes.OrderBy(node => node.Id, StringComparer.Ordinal)];
}
