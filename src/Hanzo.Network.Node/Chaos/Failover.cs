namespace Hanzo.Network.Node.Chaos;

/// <summary>How long those who watch had nothing to see.</summary>
internal static class Failover
{
    /// <summary>
    /// What a killed process had sent may still come for so long: it proves nothing. So what really came sooner is told as later,
    /// never the other way round.
    /// </summary>
    public static readonly TimeSpan InFlight = TimeSpan.FromMilliseconds(100);

    /// <returns>From the kill to the first step after it; null: there was none.</returns>
    public static TimeSpan? NextAnswer(IEnumerable<SeenStep> seen, TimeSpan killed) =>
        seen.Select(step => step.At - killed).Where(after => after > InFlight).Select(after => (TimeSpan?)after).Min();
}
