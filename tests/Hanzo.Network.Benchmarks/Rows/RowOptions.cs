namespace Hanzo.Network.Benchmarks.Rows;

/// <summary>How long and how much a row works.</summary>
/// <param name="Measure">Of each figure that counts work per time.</param>
/// <param name="WarmUp">Before it.</param>
/// <param name="Rounds">Of rows that repeat one event, such as a failover.</param>
/// <param name="Entities">How many actors a row of memory starts.</param>
/// <param name="IdleTime">Before an idle process is looked at.</param>
/// <param name="Brief">For a smoke test: rows of long default timings shorten them.</param>
internal sealed record RowOptions(TimeSpan Measure, TimeSpan WarmUp, int Rounds, int Entities, TimeSpan IdleTime, bool Brief)
{
    // So many entities that what other tests of the process leave to the collector weighs little beside them.
    public static readonly RowOptions Smoke = new(
        TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(20), 1, 10_000, TimeSpan.FromMilliseconds(500), Brief: true);

    // Less, and the just-in-time compiler is still at work.
    private const double MinWarmUpSeconds = 1;
    private const double MaxWarmUpSeconds = 3;

    /// <summary>At most for all the waiting of one step; beyond it a row is broken.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static RowOptions Of(TimeSpan measure, int rounds)
    {
        var warmUp = TimeSpan.FromSeconds(Math.Clamp(measure.TotalSeconds / 2, MinWarmUpSeconds, MaxWarmUpSeconds));
        return new RowOptions(measure, warmUp, rounds, 100_000, TimeSpan.FromSeconds(20), Brief: false);
    }
}
