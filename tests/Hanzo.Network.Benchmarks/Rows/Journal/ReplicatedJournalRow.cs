using System.Diagnostics;
using System.Globalization;
using Hanzo.Network.Adapters;
using Hanzo.Network.Adapters.Journal;
using Hanzo.Network.Agents;
using Hanzo.Network.Benchmarks.Reports;
using Hanzo.Network.Benchmarks.Statistics;
using Hanzo.Network.Cluster.Consensus;
using Hanzo.Network.State;
using Hanzo.Network.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Hanzo.Network.Benchmarks.Rows.Journal;

/// <summary>
/// Three members on loopback, in one process, with a folder each on one disk; appends come from the leader and from another. Beside them
/// SQLite alone.
/// </summary>
internal sealed class ReplicatedJournalRow()
    : Row("journal-replicated", "events on the disks of two of three nodes, for 1, 64 and 256 sessions, and SQLite alone")
{
    private const int Members = 3;

    private static readonly int[] Sessions = [1, 64, 256];

    public override async Task<IReadOnlyList<Figure>> RunAsync(RowOptions options)
    {
        var folder = Directory.CreateTempSubdirectory("hanzo-replicated-");
        try
        {
            var figures = new List<Figure>();
            using (var alone = new SqliteEventStore(
                Path.Combine(folder.FullName, "alone.db"), TimeProvider.System, new SystemIds(TimeProvider.System)))
                await AddAsync(figures, "journal sqlite alone", alone, options);
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
            await AddAsync(figures, "journal replicated", StoreOf(network.Nodes[leads]), options);
            await AddAsync(figures, "journal replicated, follower", StoreOf(network.Nodes[(leads + 1) % Members]), options);
            return figures;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static IEventStore StoreOf(TestNode node) => node.Services.GetRequiredService<IEventStore>();

    private static async Task AddAsync(List<Figure> figures, string name, IEventStore store, RowOptions options)
    {
        foreach (var sessions in Sessions)
        {
            await LoadAsync(store, name + " warm", sessions, options.WarmUp);
            var (latencies, elapsed) = await LoadAsync(store, name, sessions, options.Measure);
            var note = string.Create(
                CultureInfo.InvariantCulture,
                $"{latencies.Microseconds(0.5) / 1000:0.0} ms at the median, {latencies.Microseconds(0.99) / 1000:0.0} ms at 99 %");
            figures.Add(new Figure($"{name} at {sessions}", latencies.Count / elapsed.TotalSeconds, Unit.PerSecond, note));
        }
    }

    private static async Task<(LatencyHistogram Latencies, TimeSpan Elapsed)> LoadAsync(
        IEventStore store, string prefix, int sessions, TimeSpan duration)
    {
        var start = Stopwatch.GetTimestamp();
        var all = await Task.WhenAll(Enumerable.Range(0, sessions).Select(async session =>
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"{prefix}.{sessions}.{session}");
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
}
