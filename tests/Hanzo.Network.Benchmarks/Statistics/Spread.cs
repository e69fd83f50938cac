namespace Hanzo.Network.Benchmarks.Statistics;

internal readonly record struct Spread(double Median, double Min, double Max)
{
    /// <exception cref="ArgumentException">There is no value.</exception>
    public static Spread Of(IReadOnlyCollection<double> values) =>
        new(Percentiles.Median(values), values.Min(), values.Max());
}
