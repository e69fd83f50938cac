using System.Collections.Immutable;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Placement;

/// <summary>Every node with its score or the reasons why it was refused, by node id.</summary>
public sealed record PlacementExplanation(AgentName Agent, ImmutableArray<NodeVerdict> Nodes)
{
    public IEnumerable<NodeVerdict> Candidates => Nodes.Where(verdict => verdict.Fits);

    public bool HasCandidate => Candidates.Any();

    /// <summary>One sentence for a user whose request no node can take: names the agent and every node considered.</summary>
    public string NoCandidateText => AgentTexts.NoCandidate(Agent, [.. Nodes.Select(node => node.Text)], Cause);

    /// <summary>Where a new session in a slot would be: where the slot is, if it may stay there, else where the plan has it.</summary>
    public required AgentPlacement Places { get; init; }

    /// <summary>What alone keeps all nodes from the agent, in words; null: nothing that is known.</summary>
    public string? Cause { get; init; }
}
