namespace Hanzo.Network.Simulation.Storage;

/// <summary>What lies between the nodes and the journal's machine.</summary>
public sealed record JournalAccess
{
    /// <summary>One way, either direction.</summary>
    public TimeRange Travel { get; init; } = TimeRange.Microseconds(50, 500);

    /// <summary>From the journal's machine having power to its process reading the log.</summary>
    public TimeRange Restart { get; init; } = TimeRange.Seconds(0.5, 3);

    /// <summary>Between attempts to read the log of a failing disk.</summary>
    public TimeRange Retry { get; init; } = TimeRange.Seconds(0.5, 1.5);

    /// <summary>How likely a call that does not get through waits until it does; 0 to 1. The others fail.</summary>
    public double Patience { get; init; } = 0.5;

    /// <summary>How long a call that does not get through takes to fail: a refusal comes at once, a timeout late.</summary>
    public TimeRange GivesUpAfter { get; init; } = TimeRange.Seconds(0, 5);
}
