using System.Diagnostics;
using System.Globalization;
using Hanzo.Network.Adapters;
using Hanzo.Network.Benchmarks.Reports;
using Hanzo.Network.State;
using Hanzo.Network.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Hanzo.Network.Benchmarks.Rows.Journal;

/// <summary>How long one machine's histories take into the network's journal once there are three, while one is written to.</summary>
internal sealed class MoveRow() : Row("journal-move", "200 MB of one machine's histories go over into the journal of three that came to be")
{
    private const int Members = 3;
    private const int Sessions = 64;
    private const int EventBytes = 8_000;
    private const string Written = "written";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public override async Task<IReadOnlyList<Figure>> RunAsync(RowOptions options)
    {
        var each = (options.Brief ? 2_000_000 : 200_000_000) / Sessions / EventBytes;
        var folder = Directory.CreateTempSubdirectory("hanzo-move-");
        try
        {
            await using var network = await TestNetwork.StartAsync(
                1,
                (id, node) =>
                {
                    var own = Path.Combine(folder.FullName, id);
                    node.UseAutoJournal("test", Path.Combine(own, "journal.db"), Path.Combine(own, "node"));
                });
            var store = network.Nodes[0].Services.GetRequiredService<IEventStore>();
            await Task.WhenAll(Enumerable.Range(0, Sessions).Select(async session =>
            {
                for (var i = 0; i < each; i++) await SteadyAppends.AppendAsync(store, SessionLoad.IdOf(session), i, EventBytes);
            }));

            var before = await SteadyAppends.ForAsync(store, "before", options.WarmUp);
            using var done = new CancellationTokenSource();
            var goesOn = SteadyAppends.UntilAsync(store, Written, done.Token);
            while (network.Nodes.Count < Members) await network.AddAsync();
            var start = Stopwatch.GetTimestamp();
            var move = await MovedAsync((IMovingEventStore)store, start);
            var elapsed = Stopwatch.GetElapsedTime(start);
            await done.CancelAsync();
            var meanwhile = await goesOn;
            await CheckAsync(network.Nodes[^1].Services.GetRequiredService<IEventStore>(), each, meanwhile.Count);
            var note = string.Create(CultureInfo.InvariantCulture, $"{move.Moved} histories of {move.Bytes / 1e6:0} MB; ");
            note += SteadyAppends.Compare(meanwhile, before);
            return [new Figure("journal move", elapsed.TotalMilliseconds, Unit.Milliseconds, note)];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<JournalMove> MovedAsync(IMovingEventStore store, long start)
    {
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (await look.WaitForNextTickAsync())
        {
            var move = store.Move;
            if (move.Phase is JournalPhase.Moved or JournalPhase.Replicated) return move;
            if (Stopwatch.GetElapsedTime(start) > Patience)
                throw new TimeoutException($"{move.Moved} of {move.Total} histories have gone over: {move.Problem}");
        }

        throw new UnreachableException();
    }

    private static async Task CheckAsync(IEventStore store, long each, long written)
    {
        var ends = Enumerable.Range(0, Sessions).Select(session => (Id: SessionLoad.IdOf(session), End: each)).Append((Written, written));
        foreach (var (id, expected) in ends)
        {
            if (await store.HighestAsync(id, CancellationToken.None) is var end && end != expected)
                throw new WrongWorkException($"{id} ends at {end}, not at {expected}, at a node that had nothing of it.");
        }
    }
}
