using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Hanzo.Network.Adapters;
using Hanzo.Network.Adapters.Journal;
using Hanzo.Network.Agents;
using Hanzo.Network.Benchmarks.Reports;
using Hanzo.Network.Benchmarks.Rows.Limits;
using Hanzo.Network.Benchmarks.Statistics;
using Hanzo.Network.Cluster.Consensus;
using Hanzo.Network.State;
using Hanzo.Network.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Hanzo.Network.Benchmarks.Rows.Journal;

/// <summary>
/// Three members on loopback, in one process, with a folder each on one disk; appends come from the leader and from another. Beside them
/// SQLite alone. All are warm before the first is measured, and take turns, since what else the machine does changes by the second.
/// </summary>
internal sealed class ReplicatedJournalRow()
    : Row("journal-replicated", "events on the disks of two of three nodes, for 1, 64 and 256 sessions, and SQLite alone")
{
    private const int Members = 3;
    private const int MostTurns = 8;
    private const string Alone = "journal sqlite alone";

    private static readonly int[] Sessions = [1, 64, 256];

    public override async Task<IReadOnlyList<Figure>> RunAsync(RowOptions options)
    {
        var folder = Directory.CreateTempSubdirectory("hanzo-replicated-");
        try
        {
            using var alone = new SqliteEventStore(
                Path.Combine(folder.FullName, "alone.db"), TimeProvider.System, new SystemIds(TimeProvider.System));
            await using var network = await TestNetwork.StartAsync(
                Members, (id, node) => node.UseReplicatedJournal("test", Path.Combine(folder.FullName, id)));
            var seats = network.Nodes.Select(node => node.Services.GetRequiredService<ConsensusSeat>()).ToArray();
            foreach (var seat in seats)
            {
                await seat.Status
                    .WaitAsync(status => status.Raft is { Leader: not null, Config: { IsJoint: false, Voters.Count: Members } })
                    .WaitAsync(RowOptions.Patience);
            }

            var leads = Array.FindIndex(seats, seat => seat.Status.Current.Raft is { } raft && raft.Leader == raft.Self);
            ImmutableArray<Measured> all =
            [
                new(Alone, alone), new("journal replicated", StoreOf(network.Nodes[leads])),
                new("journal replicated, follower", StoreOf(network.Nodes[(leads + 1) % Members])),
            ];
            using var echo = await LoopbackEcho.StartAsync();
            return await MeasureAsync(all, echo, options);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<IReadOnlyList<Figure>> MeasureAsync(
        ImmutableArray<Measured> all, LoopbackEcho echo, RowOptions options)
    {
        var figures = new List<Figure>();
        var turns = options.Brief ? 1 : MostTurns;
        foreach (var sessions in Sessions.Reverse())
            foreach (var one in all) await LoadAsync(one.Store, Text($"{one.Name} warm"), sessions, options.WarmUp);
        foreach (var sessions in Sessions)
        {
            var seen = all.ToDictionary(one => one, _ => new Seen());
            var trips = new LatencyHistogram();
            for (var turn = 0; turn < turns; turn++)
            {
                foreach (var one in all)
                    seen[one].Add(await LoadAsync(one.Store, Text($"{one.Name}.{turn}"), sessions, options.Measure / turns));
                if (sessions == 1) await echo.MeasureAsync(SessionLoad.EventBytes, options.Measure / turns / 4, trips);
            }

            foreach (var one in all) figures.Add(seen[one].Of(Text($"{one.Name} at {sessions}")));
            if (sessions == 1) figures.AddRange(Times(all, seen, trips));
        }

        return figures;
    }

    // To be striven for is three times.
    private static IEnumerable<Figure> Times(ImmutableArray<Measured> all, Dictionary<Measured, Seen> seen, LatencyHistogram trips)
    {
        var (commit, trip) = (seen[all[0]].Latencies.Microseconds(0.5), trips.Microseconds(0.5));
        foreach (var one in all.Skip(1))
        {
            var times = (seen[one].Latencies.Microseconds(0.5) - trip) / commit;
            yield return new Figure(
                $"{one.Name}, append", times, Unit.Count,
                Text($"times SQLite's commit of {commit:0} µs, beside a round trip of {trip:0} µs"));
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static IEventStore StoreOf(TestNode node) => node.Services.GetRequiredService<IEventStore>();

    private static async Task<(LatencyHistogram Latencies, TimeSpan Elapsed)> LoadAsync(
        IEventStore store, string prefix, int sessions, TimeSpan duration)
    {
        var start = Stopwatch.GetTimestamp();
        var all = await Task.WhenAll(Enumerable.Range(0, sessions).Select(async session =>
        {
            var id = Text($"{prefix}.{sessions}.{session}");
            var events = new[] { new NewEvent("m.1", new byte[SessionLoad.EventBytes]) };
            var latencies = new LatencyHistogram();
            var end = 0L;
            await Task.Yield();
            do
            {
                var began = Stopwatch.GetTimestamp();
                await store.AppendAsync(id, end++, "w", events, CancellationToken.None);
                latencies.Record(Stopwatch.GetTimestamp() - began);
            }
            while (Stopwatch.GetElapsedTime(start) < duration);
            if (await store.HighestAsync(id, CancellationToken.None) != end) throw new WrongWorkException($"{id} does not end at {end}.");
            return latencies;
        }));
        var elapsed = Stopwatch.GetElapsedTime(start);
        foreach (var more in all.Skip(1)) all[0].Add(more);
        return (all[0], elapsed);
    }

    private sealed record Measured(string Name, IEventStore Store);

    private sealed class Seen
    {
        private TimeSpan _elapsed;

        public LatencyHistogram Latencies { get; } = new();

        public void Add((LatencyHistogram Latencies, TimeSpan Elapsed) turn)
        {
            Latencies.Add(turn.Latencies);
            _elapsed += turn.Elapsed;
        }

        public Figure Of(string name) => new(
            name, Latencies.Count / _elapsed.TotalSeconds, Unit.PerSecond,
            Text($"{Latencies.Microseconds(0.1) / 1000:0.00} ms at 10 %, {Latencies.Microseconds(0.5) / 1000:0.00} ms at the median, ")
                + Text($"{Latencies.Microseconds(0.99) / 1000:0.0} ms at 99 %"));
    }
}
