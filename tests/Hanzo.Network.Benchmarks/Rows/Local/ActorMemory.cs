using Akka.Actor;
using Hanzo.Network.Benchmarks.Actors;
using Hanzo.Network.Benchmarks.Messages;
using Hanzo.Network.Benchmarks.Reports;

namespace Hanzo.Network.Benchmarks.Rows.Local;

internal sealed class ActorMemory() : Row("actors", "the memory of idle actors that have each answered once")
{
    private const int Settled = 1_000;

    public override async Task<IReadOnlyList<Figure>> RunAsync(RowOptions options)
    {
        using var system = Systems.Local();
        await StartAsync(system, Settled);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await StartAsync(system, options.Entities);
        var after = GC.GetTotalMemory(forceFullCollection: true);
        return [new Figure("idle actor", (after - before) / (double)options.Entities, Unit.Bytes)];
    }

    private static async Task StartAsync(ActorSystem system, int count)
    {
        var props = Props.Create<Responder>();
        for (var i = 0; i < count; i++)
        {
            var answer = await system.ActorOf(props).Ask<Number>(new Number(i)).WaitAsync(RowOptions.Patience);
            if (answer.Value != i + 1) throw new WrongWorkException($"{i} was answered with {answer.Value}.");
        }
    }
}
