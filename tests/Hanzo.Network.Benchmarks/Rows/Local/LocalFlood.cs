using Akka.Actor;
using Hanzo.Network.Benchmarks.Actors;
using Hanzo.Network.Benchmarks.Loads;
using Hanzo.Network.Benchmarks.Messages;
using Hanzo.Network.Benchmarks.Reports;

namespace Hanzo.Network.Benchmarks.Rows.Local;

internal sealed class LocalFlood() : Row("local-flood", "messages from one thread to one actor, as fast as it goes")
{
    public override async Task<IReadOnlyList<Figure>> RunAsync(RowOptions options)
    {
        var count = options.Brief ? 10_000 : 500_000;
        using var system = Systems.Local();
        var payload = new byte[1];
        var sink = system.ActorOf(CountingSink.Props(payload.Length));
        var rate = await Batches.MeasureAsync(options, count, async () =>
        {
            for (var i = 0; i < count; i++) sink.Tell(payload, ActorRefs.NoSender);
            var arrived = await sink.Ask<Number>(new Number(0));
            if (arrived.Value != count) throw new WrongWorkException($"{arrived.Value} of {count} messages arrived.");
        });
        return [new Figure("local flood", rate, Unit.PerSecond)];
    }
}
