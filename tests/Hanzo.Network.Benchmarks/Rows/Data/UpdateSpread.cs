using Hanzo.Network.Benchmarks.Reports;
using Hanzo.Network.Benchmarks.Statistics;

namespace Hanzo.Network.Benchmarks.Rows.Data;

internal sealed class UpdateSpread() : Row("data-spread", "a local update of a map of 100 keys until two other nodes read it")
{
    private const int Updates = 30;
    private const int BriefUpdates = 3;

    // Longer than any interval of replication, so that updates do not keep step with it.
    private const int LongestPauseMilliseconds = 500;

    public override async Task<IReadOnlyList<Figure>> RunAsync(RowOptions options)
    {
        await using var cluster = await ReplicaCluster.StartAsync();
        var pauses = new Random(1);
        var times = new List<double>();
        for (var i = 0; i < (options.Brief ? BriefUpdates : Updates); i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(pauses.Next(LongestPauseMilliseconds)), TimeProvider.System);
            times.Add((await cluster.SpreadAsync()).TotalMilliseconds);
        }

        var spread = Spread.Of(times);
        return [new Figure("update on 3 nodes", spread.Median, Unit.Milliseconds, $"worst {Numbers.Text(spread.Max)} ms")];
    }
}
