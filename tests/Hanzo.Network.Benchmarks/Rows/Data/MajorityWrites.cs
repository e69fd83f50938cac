using Hanzo.Network.Benchmarks.Loads;
using Hanzo.Network.Benchmarks.Messages;
using Hanzo.Network.Benchmarks.Reports;

namespace Hanzo.Network.Benchmarks.Rows.Data;

internal sealed class MajorityWrites() : Row("data-majority", "updates of a map on 3 nodes that wait for a majority, one after the other")
{
    public override async Task<IReadOnlyList<Figure>> RunAsync(RowOptions options)
    {
        await using var cluster = await ReplicaCluster.StartAsync();
        var load = await ClosedLoops.MeasureAsync(1, options, async number =>
        {
            await cluster.WriteMajorityAsync();
            return new Number(number + 1);
        });
        return LoadFigures.Of("majority write", load);
    }
}
