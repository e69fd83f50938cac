using System.Collections.Immutable;
using System.Globalization;
using Hanzo.Network.Agents;
using Hanzo.Network.Text;

namespace Hanzo.Network.Placement;

/// <summary>Chooses the node for a new session among those that have slots of its agent, by strategy and live load.</summary>
public static class NodeSelector
{
    /// <param name="turn">For round-robin the number of earlier choices, for random a random number; else unused.</param>
    /// <param name="dedicated">The session gets a slot of its own: every node that may run the agent is a candidate.</param>
    public static NodeDecision Select(
        Agent agent, PlacementExplanation explanation, PlacementStrategy strategy, long turn, bool dedicated = false)
    {
        var candidates = CandidatesOf(explanation, dedicated);
        if (candidates.IsEmpty) return new NodeDecision(null, explanation.NoCandidateText, explanation);
        var (node, why) = strategy switch
        {
            PlacementStrategy.Capability => CapabilityChoice.Of(agent.Workload, candidates),
            PlacementStrategy.LeastLoaded => (candidates.MinBy(node => node.Score.ExpectedSeconds)!, "it has the least load for its speed"),
            PlacementStrategy.RoundRobin => (candidates[(int)((ulong)turn % (ulong)candidates.Length)], "it is its turn"),
            PlacementStrategy.Random => (candidates[(int)((ulong)turn % (ulong)candidates.Length)], "it was drawn at random"),
            _ => throw new ArgumentOutOfRangeException(nameof(strategy), strategy, "allowed: Capability, LeastLoaded, RoundRobin, Random."),
        };
        return Decision(agent, explanation, node, why, candidates.Length);
    }

    /// <summary>By a delegate of the user; when it fails or names no candidate, by capability, and why is told.</summary>
    /// <param name="agents">The agents that the run is for.</param>
    public static NodeDecision SelectBy(
        CustomPlacement custom, ImmutableArray<Agent> agents, PlacementState state, Agent agent, PlacementExplanation explanation,
        bool dedicated = false)
    {
        var candidates = CandidatesOf(explanation, dedicated);
        if (candidates.IsEmpty) return new NodeDecision(null, explanation.NoCandidateText, explanation);
        var (named, failure) = custom.Ask(agents, state, candidates);
        if (candidates.FirstOrDefault(node => node.Node == named) is { } node)
            return Decision(agent, explanation, node, $"placement '{custom.Name}' chose it", candidates.Length);
        var (instead, why) = CapabilityChoice.Of(agent.Workload, candidates);
        return Decision(agent, explanation, instead, $"{why}; placement '{custom.Name}' {failure}", candidates.Length);
    }

    private static ImmutableArray<NodeVerdict> CandidatesOf(PlacementExplanation explanation, bool dedicated) =>
        [.. explanation.Candidates.Where(node => dedicated || node.SlotsOpen > 0)];

    private static NodeDecision Decision(Agent agent, PlacementExplanation explanation, NodeVerdict node, string why, int count)
    {
        var throughput = node.Score.Throughput;
        var speed = throughput.Precision is { } precision
            ? string.Create(CultureInfo.InvariantCulture, $"{throughput.Tflops:0.##} {precision} TFLOPS")
            : "unknown speed";
        var runs = Counted.Of(node.Score.Before, "run");
        var text = string.Create(CultureInfo.InvariantCulture,
            $"'{agent.Name}' on '{node.Node}' ({node.View.Device.Model}, {speed}, {runs}), 1 of {count} candidates: {why}.");
        return new NodeDecision(node.Node, text, explanation);
    }
}
