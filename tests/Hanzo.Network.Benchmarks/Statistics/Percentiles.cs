namespace Hanzo.Network.Benchmarks.Statistics;

/// <summary>Percentiles of few values, exactly.</summary>
internal static class Percentiles
{
    /// <param name="fraction">0 to 1. Between two values the result is interpolated linearly.</param>
    /// <exception cref="ArgumentException">There is no value.</exception>
    public static double Of(IEnumerable<double> values, double fraction)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(fraction);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(fraction, 1);
        double[] sorted = [.. values.Order()];
        if (sorted.Length == 0) throw new ArgumentException("a percentile of no values is not defined.", nameof(values));
        var position = fraction * (sorted.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }

    public static double Median(IEnumerable<double> values) => Of(values, 0.5);
}
