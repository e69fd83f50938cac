using System.Globalization;
using Hanzo.Network.Benchmarks.Statistics;

namespace Hanzo.Network.Benchmarks.Loads;

/// <summary>What closed loops have measured.</summary>
/// <param name="Workers">How many of the loops made progress in both halves of the time.</param>
/// <param name="InFlight">Calls under way at a time, at the mean: the sum of all latencies by the time that passed.</param>
internal sealed record LoadResult(LatencyHistogram Latencies, TimeSpan Elapsed, int Workers, double InFlight)
{
    public double PerSecond => Latencies.Count / Elapsed.TotalSeconds;

    public string Note => string.Create(CultureInfo.InvariantCulture, $"{Workers} active, {InFlight:0.#} in flight");
}
