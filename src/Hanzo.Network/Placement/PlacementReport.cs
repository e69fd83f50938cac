using System.Collections.Immutable;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Placement;

/// <summary>Why sessions of an agent go where they go, by what placement decides by.</summary>
/// <param name="Explanation">Of <see cref="WhatIf"/>, if there is one.</param>
/// <param name="WhatIf">What would become of the agent's slots without one node; null: nothing was left out.</param>
public sealed record PlacementReport(Agent Agent, PlacementExplanation Explanation, PlacementWhatIf? WhatIf)
{
    /// <summary>Why nodes of the network cannot be given sessions of any agent now, by id.</summary>
    public ImmutableSortedDictionary<string, string> Unusable { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>What a new session would get now, by strategy.</summary>
    public ImmutableArray<PlacementChoice> Choices { get; init; } = [];

    /// <param name="without">Everything is told as if this node were not there; null: as it is.</param>
    public static PlacementReport Of(PlacementInput input, Agent agent, string? without = null)
    {
        var whatIf = without is null ? null : PlacementWhatIf.Of(input, agent, without);
        var explanation = whatIf?.Explanation ?? PlacementPlanner.Explain(input, agent);
        return new PlacementReport(agent, explanation, whatIf)
        {
            Choices =
            [
                Choice(PlacementStrategy.Capability, agent, explanation),
                Choice(PlacementStrategy.LeastLoaded, agent, explanation),
            ],
        };
    }

    private static PlacementChoice Choice(PlacementStrategy strategy, Agent agent, PlacementExplanation explanation) =>
        new(strategy, NodeSelector.Select(agent, explanation, strategy, turn: 0));
}

/// <param name="Decision">Node and reason; without a node, why there is none.</param>
public sealed record PlacementChoice(PlacementStrategy Strategy, NodeDecision Decision);
