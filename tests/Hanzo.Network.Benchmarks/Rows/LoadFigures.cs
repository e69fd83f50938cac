using Hanzo.Network.Benchmarks.Loads;
using Hanzo.Network.Benchmarks.Reports;

namespace Hanzo.Network.Benchmarks.Rows;

internal static class LoadFigures
{
    public static Figure[] Of(string name, LoadResult load) =>
    [
        new(name, load.PerSecond, Unit.PerSecond, load.Note),
        new($"{name}, p50", load.Latencies.Microseconds(0.5), Unit.Microseconds),
        new($"{name}, p99", load.Latencies.Microseconds(0.99), Unit.Microseconds),
    ];
}
