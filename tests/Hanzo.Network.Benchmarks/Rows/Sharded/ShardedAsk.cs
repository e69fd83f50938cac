using System.Globalization;
using Akka.Actor;
using Hanzo.Network.Benchmarks.Actors;
using Hanzo.Network.Benchmarks.Loads;
using Hanzo.Network.Benchmarks.Messages;
using Hanzo.Network.Benchmarks.Processes.Roles;
using Hanzo.Network.Benchmarks.Reports;

namespace Hanzo.Network.Benchmarks.Rows.Sharded;

internal sealed class ShardedAsk() : Row("sharded-ask", "asks of 1,000 entities that all live on the other node, by 1 and by 256 callers")
{
    private const int Population = 1_000;
    private static readonly int[] Callers = [1, 256];

    public override async Task<IReadOnlyList<Figure>> RunAsync(RowOptions options)
    {
        using var system = Systems.Cluster();
        await Clusters.JoinAsync(system);
        await using var host = ShardHost.Start(system);
        await host.ExpectAsync("hosting");
        var region = await Entities.StartProxyAsync(system, Entities.HostRole);
        var ids = Enumerable.Range(0, Population).Select(Entities.Id).ToArray();
        await WakeAsync(region, ids);

        var figures = new List<Figure>();
        var next = 0;
        foreach (var callers in Callers)
        {
            var load = await ClosedLoops.MeasureAsync(callers, options, number =>
                region.Ask<Number>(new ForEntity(ids[(uint)Interlocked.Increment(ref next) % Population], number)));
            figures.AddRange(LoadFigures.Of(string.Create(CultureInfo.InvariantCulture, $"sharded ask at {callers}"), load));
        }

        return figures;
    }

    // Regions buffer while shards get their first owner, so that no call is lost.
    private static async Task WakeAsync(IActorRef region, string[] ids)
    {
        var answers = await Task.WhenAll(ids.Select(id => region.Ask<Number>(new ForEntity(id, 0)))).WaitAsync(RowOptions.Patience);
        if (answers.Any(answer => answer.Value != 1)) throw new WrongWorkException("an entity did not answer 0 with 1.");
    }
}
