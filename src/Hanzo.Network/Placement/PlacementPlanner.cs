using System.Collections.Immutable;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Placement;

/// <summary>
/// Spreads the slots of agents over the nodes that may run them, in proportion to throughput. The same input gives the same plan
/// everywhere. Slots stay where they are as far as that is balanced.
/// </summary>
public static class PlacementPlanner
{
    /// <summary>
    /// A slot leaves a node that may keep it only when that node has so many times as much for its speed as another would have with
    /// it. Throughputs that change by up to a fifth either way differ by no more from what they were: they move nothing.
    /// </summary>
    public const double Steadiness = 1.5;

    /// <param name="former">
    /// Spares planning again what nothing has changed for, such as all agents that a lost node was nothing to; the plan is the same.
    /// </param>
    public static PlacementPlan Plan(PlacementInput input, PlannedInput? former = null)
    {
        var planner = new AgentPlanner(new Scene(input.Nodes), input);
        if (former?.Unchanged(input) is not { } unchanged)
            return new PlacementPlan(input.Agents.ToImmutableSortedDictionary(agent => agent.Name, planner.Plan));
        var plan = former.Plan.Agents.ToBuilder();
        foreach (var agent in input.Agents)
            if (!unchanged.Contains(agent.Name)) plan[agent.Name] = planner.Plan(agent);
        return new PlacementPlan(plan.ToImmutable());
    }

    /// <summary>One agent of <see cref="Plan"/>; those of the input do not count.</summary>
    public static AgentPlacement PlanAgent(PlacementInput input, Agent agent) =>
        new AgentPlanner(new Scene(input.Nodes), input).Plan(agent);

    /// <summary>Ids of the nodes that may run the agent, in order.</summary>
    public static ImmutableArray<string> CandidatesOf(PlacementInput input, Agent agent)
    {
        var scene = new Scene(input.Nodes);
        return [.. new AgentPlanner(scene, input).Candidates(agent).Select(number => scene.Nodes[number].Id)];
    }

    public static bool HasCandidate(ImmutableArray<NodeView> nodes, Agent agent) =>
        nodes.Any(node => Admission.IsOffered(node, agent) && Admission.MeetsNeeds(node, agent));

    /// <summary>Every node with what speaks for it and against it.</summary>
    public static PlacementExplanation Explain(PlacementInput input, Agent agent) => Explainer.Explain(input, agent);

    /// <summary>The same of nodes that host nothing yet.</summary>
    public static PlacementExplanation Explain(ImmutableArray<NodeView> nodes, Agent agent) =>
        Explain(new PlacementInput { Nodes = nodes }, agent);
}
