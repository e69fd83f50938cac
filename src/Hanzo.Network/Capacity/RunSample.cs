using Hanzo.Network.Agents;

namespace Hanzo.Network.Capacity;

/// <summary>What one completed run took.</summary>
/// <param name="Model">Null: the node's default model.</param>
/// <param name="Took">From its start to its end, without the time it waited for the node's capacity.</param>
/// <param name="TokensPerSecond">Of the model's output; null when no model call told its usage.</param>
/// <param name="At">When it ended.</param>
public sealed record RunSample(AgentName Agent, string? Model, TimeSpan Took, double? TokensPerSecond, DateTimeOffset At)
{
    /// <inheritdoc cref="RunSpeed.ConcurrentRuns"/>
    public double? ConcurrentRuns { get; init; }
}
