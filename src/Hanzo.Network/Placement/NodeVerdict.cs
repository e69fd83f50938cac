using System.Collections.Immutable;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Placement;

/// <summary>What placement thinks of one node for one agent.</summary>
/// <param name="Throughput">TFLOPS that count for placement; 1 when the device's are unknown.</param>
/// <param name="Refusal">Why the node may not run the agent; null when it may.</param>
public sealed record NodeVerdict(string Node, double Throughput, string? Refusal)
{
    public bool Fits => Refusal is null;
}

/// <summary>Every node with its score or the reason it was refused, by node id.</summary>
public sealed record PlacementExplanation(AgentName Agent, ImmutableArray<NodeVerdict> Nodes)
{
    public IEnumerable<NodeVerdict> Candidates => Nodes.Where(verdict => verdict.Fits);

    public bool HasCandidate => Candidates.Any();

    /// <summary>One sentence for a user whose request no node can take: names the agent and every node considered.</summary>
    public string NoCandidateText => Nodes.IsEmpty
        ? $"agent '{Agent}' has no node to run on: no node is known."
        : $"agent '{Agent}' has no node to run on; considered: {string.Join("; ", Nodes.Select(Verdict))}.";

    private static string Verdict(NodeVerdict verdict) => $"{verdict.Node}: {verdict.Refusal ?? "fits"}";
}
