namespace Hanzo.Network.Placement;

/// <summary>How long one run of an agent takes on a node.</summary>
/// <param name="Seconds">Of a run that waits for nobody.</param>
/// <param name="Runs">How many runs the figure rests on; 0 when it is assumed.</param>
/// <param name="At">When the last of them ended.</param>
public sealed record RunTime(double Seconds, RunTimeSource Source, int Runs, DateTimeOffset? At);

/// <summary>How a run's time came to be known.</summary>
public enum RunTimeSource
{
    /// <summary>Runs of the agent on this node.</summary>
    Measured,

    /// <summary>Runs of the agent on other nodes, by the ratio of throughputs.</summary>
    Derived,

    /// <summary>No run of the agent is known anywhere: one is taken for a TFLOP of work.</summary>
    Assumed,
}
