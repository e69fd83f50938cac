using System.Diagnostics;
using Akka.Actor;
using Hanzo.Network.Benchmarks.Actors;
using Hanzo.Network.Benchmarks.Messages;
using Hanzo.Network.Benchmarks.Reports;

namespace Hanzo.Network.Benchmarks.Rows.Sharded;

internal sealed class EntityStarts() : Row("entities", "starts of sharded entities on this node, and the memory they take")
{
    // Below the bound of every buffer on the way.
    private const int UnderWay = 5_000;
    private const int Settled = 1_000;

    public override async Task<IReadOnlyList<Figure>> RunAsync(RowOptions options)
    {
        using var system = Systems.Cluster();
        await Clusters.JoinAsync(system);
        var region = await Entities.StartRegionAsync(system);
        await StartAsync(region, 0, Settled);

        var before = GC.GetTotalMemory(forceFullCollection: true);
        var start = Stopwatch.GetTimestamp();
        for (var from = Settled; from < Settled + options.Entities; from += UnderWay)
            await StartAsync(region, from, Math.Min(UnderWay, Settled + options.Entities - from));
        var elapsed = Stopwatch.GetElapsedTime(start);
        var after = GC.GetTotalMemory(forceFullCollection: true);

        return
        [
            new Figure("entity starts", options.Entities / elapsed.TotalSeconds, Unit.PerSecond),
            new Figure("idle entity", (after - before) / (double)options.Entities, Unit.Bytes),
        ];
    }

    private static async Task StartAsync(IActorRef region, int from, int count)
    {
        var answers = Enumerable.Range(from, count).Select(number => region.Ask<Number>(new ForEntity(Entities.Id(number), number)));
        var sum = (await Task.WhenAll(answers).WaitAsync(RowOptions.Patience)).Sum(answer => answer.Value);
        var expected = (2L * from + count + 1) * count / 2;
        if (sum != expected) throw new WrongWorkException($"the answers of {count} entities add up to {sum}, not {expected}.");
    }
}
