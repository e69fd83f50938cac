namespace Hanzo.Network.Agents;

/// <summary>Exponential averages of what the runs of an agent with a model achieved on one node.</summary>
/// <param name="Model">Null: the node's default model.</param>
/// <param name="Seconds">From the start of a run to its end, without the time it waited for the node's capacity.</param>
/// <param name="TokensPerSecond">Of the model's output; null when no model call told its usage.</param>
/// <param name="Runs">How many runs it averages, up to the number from which on older ones hardly count.</param>
/// <param name="At">When the last of them ended.</param>
public sealed record RunSpeed(AgentName Agent, string? Model, double Seconds, double? TokensPerSecond, int Runs, DateTimeOffset At)
{
    /// <summary>
    /// How many runs were under way on the node when these ended, themselves included: by Little's law it completes one every
    /// <see cref="Seconds"/> / <see cref="ConcurrentRuns"/>, whether they share its device or not. Null: not told.
    /// </summary>
    public double? ConcurrentRuns { get; init; }

    /// <summary>Entries that a node tells others, the newest.</summary>
    public const int MaxTold = 32;
}
