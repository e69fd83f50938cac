using Akka.Actor;
using Hanzo.Network.Benchmarks.Actors;
using Hanzo.Network.Benchmarks.Loads;
using Hanzo.Network.Benchmarks.Reports;

namespace Hanzo.Network.Benchmarks.Rows.Local;

internal sealed class LocalPingPong() : Row("local-pingpong", "messages between 8 pairs of actors, 100 under way per pair")
{
    private const int Pairs = 8;
    private const int Window = 100;

    public override async Task<IReadOnlyList<Figure>> RunAsync(RowOptions options)
    {
        var rounds = options.Brief ? 1_000 : 100_000;
        using var system = Systems.Local();
        var pingers = Enumerable.Range(0, Pairs)
            .Select(_ => system.ActorOf(Pinger.Props(system.ActorOf(Props.Create<Ponger>()), Window)))
            .ToArray();
        var rate = await Batches.MeasureAsync(
            options, 2L * Pairs * rounds, () => Task.WhenAll(pingers.Select(pinger => Play(pinger, rounds))));
        return [new Figure("local ping-pong", rate, Unit.PerSecond)];
    }

    private static Task Play(IActorRef pinger, int rounds)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        pinger.Tell(new Pinger.Serve(rounds, done), ActorRefs.NoSender);
        return done.Task;
    }
}
