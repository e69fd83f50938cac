namespace Hanzo.Network.Placement;

/// <summary>How long runs of an agent take on a node.</summary>
/// <param name="Seconds">Of one run among <paramref name="ConcurrentRuns"/> that are under way at once.</param>
/// <param name="Runs">How many runs the figure rests on; 0 when it is assumed.</param>
/// <param name="At">When the last of them ended.</param>
public sealed record RunTime(double Seconds, double ConcurrentRuns, RunTimeSource Source, int Runs, DateTimeOffset? At)
{
    /// <summary>Of the model's output, as runs of the agent on this node achieved on average; null: unknown.</summary>
    public double? TokensPerSecond { get; init; }

    /// <summary>
    /// Seconds from the end of one run to that of the next while the node is at work (Little's law), whether its runs share the
    /// device or wait for something far away.
    /// </summary>
    public double Every => Seconds / ConcurrentRuns;
}

/// <summary>How a run's time came to be known.</summary>
public enum RunTimeSource
{
    /// <summary>Runs of the agent on this node, which differ from what other nodes and the throughputs say.</summary>
    Measured,

    /// <summary>
    /// Runs of the agent wherever there were any, by the ratio of throughputs: on other nodes, or here, too, as far as the figures
    /// agree.
    /// </summary>
    Derived,

    /// <summary>No run of the agent is known anywhere: one is taken for a TFLOP of work.</summary>
    Assumed,
}
