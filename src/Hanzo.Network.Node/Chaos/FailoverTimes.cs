namespace Hanzo.Network.Node.Chaos;

/// <param name="Count">How many times these are figures of.</param>
internal sealed record FailoverTimes(int Count, double MedianMs, double WorstMs)
{
    /// <param name="times">Null: there was none to measure.</param>
    /// <returns>Null when there are none.</returns>
    public static FailoverTimes? Of(IEnumerable<TimeSpan?> times)
    {
        double[] sorted = [.. times.Where(time => time is not null).Select(time => time!.Value.TotalMilliseconds).Order()];
        if (sorted.Length == 0) return null;
        var middle = sorted.Length / 2;
        var median = sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new FailoverTimes(sorted.Length, Math.Round(median), Math.Round(sorted[^1]));
    }
}
