using Akka.Actor;
using Hanzo.Network.Benchmarks.Actors;
using Hanzo.Network.Benchmarks.Loads;
using Hanzo.Network.Benchmarks.Messages;
using Hanzo.Network.Benchmarks.Reports;

namespace Hanzo.Network.Benchmarks.Rows.Remote;

internal sealed class RemoteTell() : Row("remote-tell", "messages of 100 bytes to an actor of another process, one way")
{
    private const int PayloadBytes = 100;
    private const int Chunk = 1_000;

    // Neither runtime slows a sender down; this many messages unconfirmed are far below any buffer's bound.
    private const int ChunksUnderWay = 20;

    public override async Task<IReadOnlyList<Figure>> RunAsync(RowOptions options)
    {
        var chunks = options.Brief ? 2 * ChunksUnderWay : 200;
        await using var pair = await RemotePair.StartAsync(PayloadBytes);
        var sink = await pair.FindAsync(CountingSink.Name);
        var rate = await Batches.MeasureAsync(options, (long)chunks * Chunk, () => SendAsync(sink, chunks));
        return [new Figure("remote tell", rate, Unit.PerSecond)];
    }

    private static async Task SendAsync(IActorRef sink, int chunks)
    {
        var payload = new byte[PayloadBytes];
        var underWay = new Queue<Task<Number>>();
        for (var chunk = 0; chunk < chunks; chunk++)
        {
            if (underWay.Count == ChunksUnderWay) Check(await underWay.Dequeue());
            for (var i = 0; i < Chunk; i++) sink.Tell(payload, ActorRefs.NoSender);
            underWay.Enqueue(sink.Ask<Number>(new Number(chunk)));
        }

        while (underWay.TryDequeue(out var arrived)) Check(await arrived);
    }

    private static void Check(Number arrived)
    {
        if (arrived.Value != Chunk) throw new WrongWorkException($"{arrived.Value} of {Chunk} messages arrived.");
    }
}
