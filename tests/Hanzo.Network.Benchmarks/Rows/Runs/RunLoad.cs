using Hanzo.Network.Benchmarks.Loads;
using Hanzo.Network.Benchmarks.Reports;

namespace Hanzo.Network.Benchmarks.Rows.Runs;

/// <summary>Two nodes in this process: what is not the model's time, of one run at a time, and of many at once.</summary>
internal sealed class RunLoad() : Row(
    "runs", "runs with two tool calls through HTTP, router, placement, the other node's session and its journal; the model takes no time")
{
    private const int Loops = 32;
    private const int Sampled = 200;

    public override async Task<IReadOnlyList<Figure>> RunAsync(RowOptions options)
    {
        await using var network = await RunNetwork.StartAsync();
        var one = await ClosedLoops.MeasureAsync(1, options, network.RunAsync);
        var stages = await RunStages.MeasureAsync(network, options.Brief ? 3 : Sampled);
        var many = await ClosedLoops.MeasureAsync(options.Brief ? 2 : Loops, options, network.RunAsync);
        return
        [
            new Figure("run", one.Latencies.Microseconds(0.5) / 1000, Unit.Milliseconds, "one at a time, median"),
            new Figure("run, p99", one.Latencies.Microseconds(0.99) / 1000, Unit.Milliseconds),
            .. stages,
            .. LoadFigures.Of("runs", many),
        ];
    }
}
