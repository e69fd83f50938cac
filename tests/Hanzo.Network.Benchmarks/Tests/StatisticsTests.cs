using System.Diagnostics;
using Hanzo.Network.Benchmarks.Statistics;

namespace Hanzo.Network.Benchmarks.Tests;

public sealed class StatisticsTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.5, 2.5)]
    [InlineData(1, 4)]
    public void A_percentile_lies_between_its_neighbours(double fraction, double expected) =>
        Percentiles.Of([4, 1, 3, 2], fraction).ShouldBe(expected);

    [Fact]
    public void No_values_have_no_percentile() => Should.Throw<ArgumentException>(() => Percentiles.Median([]));

    [Fact]
    public void A_spread_names_median_least_and_most() => Spread.Of([5, 1, 9]).ShouldBe(new Spread(5, 1, 9));

    [Fact]
    public void A_ratio_of_rates_pairs_the_runs() =>
        Ratios.Of([20, 30, 10], [10, 10, 10], higherIsBetter: true).ShouldBe(new Spread(2, 1, 3));

    [Fact]
    public void A_ratio_of_durations_is_the_other_way_round() =>
        Ratios.Of([10, 5], [20, 20], higherIsBetter: false).ShouldBe(new Spread(3, 2, 4));

    [Fact]
    public void A_histogram_knows_percentiles_within_one_percent()
    {
        var histogram = new LatencyHistogram();
        for (var microseconds = 1; microseconds <= 10_000; microseconds++) histogram.Record(microseconds * Stopwatch.Frequency / 1_000_000);

        histogram.Count.ShouldBe(10_000);
        histogram.Microseconds(0.5).ShouldBe(5_000, 50);
        histogram.Microseconds(0.99).ShouldBe(9_900, 99);
    }

    [Fact]
    public void Histograms_add_up()
    {
        var (one, other) = (new LatencyHistogram(), new LatencyHistogram());
        one.Record(100);
        other.Record(300);
        one.Add(other);

        one.Count.ShouldBe(2);
        one.TotalTicks.ShouldBe(400);
        one.Microseconds(1).ShouldBe(300 * 1e6 / Stopwatch.Frequency, 3 * 1e6 / Stopwatch.Frequency);
    }

    [Fact]
    public void An_empty_histogram_has_no_percentile() =>
        Should.Throw<InvalidOperationException>(() => new LatencyHistogram().Microseconds(0.5));

    [Fact]
    public void A_duration_of_hours_still_has_a_bucket()
    {
        var histogram = new LatencyHistogram();
        histogram.Record(24 * 3600 * Stopwatch.Frequency);
        histogram.Microseconds(0.5).ShouldBe(24 * 3600 * 1e6, 24 * 3600 * 1e4);
    }
}
