namespace Hanzo.Network.Node.Chaos;

/// <summary>How long those who watch had nothing to see.</summary>
internal static class Failover
{
    /// <summary>
    /// Pieces of a reply that a killed process had sent may still come for so long: they prove nothing. So what really came sooner is
    /// told as later, never the other way round.
    /// </summary>
    public static readonly TimeSpan InFlight = TimeSpan.FromMilliseconds(250);

    /// <param name="seen">Of the only run of a session, from its first step.</param>
    /// <returns>
    /// From the kill to the first step that is of another process: a kept one after the number that its opening took, or a piece of a
    /// reply that comes too late to be still under way. Null: there was none.
    /// </returns>
    public static TimeSpan? NextAnswer(IEnumerable<SeenStep> seen, TimeSpan killed)
    {
        var (last, isTakenOver) = (default(long?), false);
        foreach (var step in seen)
        {
            var after = step.At - killed;
            isTakenOver |= after > TimeSpan.Zero && step.Sequence - last > 1;
            last = step.Sequence ?? last;
            var isOfAnother = step.Sequence is null ? after > InFlight : isTakenOver;
            if (after > TimeSpan.Zero && isOfAnother) return after;
        }

        return null;
    }
}
