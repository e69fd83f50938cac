using System.Globalization;
using Hanzo.Network.Adapters;
using Hanzo.Network.Adapters.Consensus;
using Hanzo.Network.Adapters.Journal;
using Hanzo.Network.Agents;
using Hanzo.Network.Benchmarks.Reports;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Conversations;
using Hanzo.Network.State;
using Hanzo.Network.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Hanzo.Network.Benchmarks.Rows.Journal;

/// <summary>
/// What three members' files take while many short runs end whose events are deleted by and by. How many: <c>HANZO_DISK_RUNS</c>, else
/// 20,000. What was said and each run's result stay, so what sessions keep is told beside it and not counted. With
/// <c>HANZO_DISK_KEEP</c>, seconds, sessions are shorter and deleted when they were not used for so long, and all that the files take is
/// counted.
/// </summary>
internal sealed class JournalDiskRow()
    : Row("journal-disk", "disk use of a replicated journal at 25 to 100 % of 20,000 short runs (or HANZO_DISK_RUNS)")
{
    private const int Members = 3;
    private const int Workers = 24;
    private const int RunsOfSession = 500;
    private const int RunsOfShortSession = 10;
    private const int Parts = 4;
    private const double Mebi = 1024 * 1024;

    /// <summary>Answers at once.</summary>
    private static readonly Agent Short = new() { Name = AgentName.Parse("short") };

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private static readonly string[] Files = [SqliteConsensusLog.FileName, ReplicatedJournal.FileName];

    public override async Task<IReadOnlyList<Figure>> RunAsync(RowOptions options)
    {
        var given = Environment.GetEnvironmentVariable("HANZO_DISK_RUNS");
        var runs = options.Brief ? 200 : given is null ? 20_000 : int.Parse(given, CultureInfo.InvariantCulture);
        TimeSpan? keep = options.Brief ? HistoryRetention.LeastKeepSessions
            : Environment.GetEnvironmentVariable("HANZO_DISK_KEEP") is { } seconds
                ? TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture)) : null;
        var folder = Directory.CreateTempSubdirectory("hanzo-disk-");
        try
        {
            await using var network = await TestNetwork.StartAsync(
                Members, (id, node) => node.UseReplicatedJournal("test", Path.Combine(folder.FullName, id)).Configure(settings =>
                {
                    settings.Agents = [Short];
                    (settings.SnapshotEvery, settings.KeepEvents) = (100, TimeSpan.Zero);
                    settings.KeepSessions = keep;
                }));
            var store = network.Nodes[0].Services.GetRequiredService<IEventStore>();
            var parts = options.Brief ? 1 : Parts;
            var figures = new List<Figure>();
            for (var part = 1; part <= parts; part++)
            {
                var ofSession = keep is null ? RunsOfSession : RunsOfShortSession;
                await Task.WhenAll(Enumerable.Range(0, Workers).Select(number =>
                    RunAsync(network.Nodes[number % Members].Network, runs / parts / Workers, ofSession)));
                if (keep is not null) await DeletedAsync(store);
                figures.Add(await FigureAsync(network, folder.FullName, part * 100 / parts, keep is null));
            }

            return figures;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Of the member whose files take most.</summary>
    private static async Task<Figure> FigureAsync(TestNetwork network, string folder, int percent, bool withoutKept)
    {
        var members = network.Nodes
            .Select(node => Files.Select(file => Path.Combine(folder, node.Id, file)).SelectMany(file => new[] { file, file + "-wal" }))
            .Select(files => files.Select(file => (Name: Path.GetFileName(file), Size: SizeOf(file))).ToArray());
        var most = members.MaxBy(files => files.Sum(file => file.Size))!;
        var (ids, kept) = await KeptAsync(network.Nodes[0].Services.GetRequiredService<IEventStore>());
        var sizes = most.Select(file => string.Create(CultureInfo.InvariantCulture, $"{file.Name} {file.Size / Mebi:0.0}"));
        return new Figure(
            $"journal disk at {percent} %", (most.Sum(file => file.Size) - (withoutKept ? kept : 0)) / Mebi, Unit.Mebibytes,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{(withoutKept ? "beside" : "with")} {kept / Mebi:0.0} that {ids} ids keep; {string.Join(", ", sizes)}"));
    }

    /// <summary>Until none is left but those that are known as deleted.</summary>
    private static async Task DeletedAsync(IEventStore store)
    {
        var sessions = new StoredSessions(store);
        using var patience = new CancellationTokenSource(RowOptions.Patience);
        while ((await sessions.ListAsync(null, 1, patience.Token)).Sessions.Length > 0) await Task.Delay(Pause, patience.Token);
    }

    private static long SizeOf(string file) => File.Exists(file) ? new FileInfo(file).Length : 0;

    private static async Task<(int Ids, long Bytes)> KeptAsync(IEventStore store)
    {
        const int Page = 500;
        var (from, count, bytes) = ("", 0, 0L);
        while (true)
        {
            var ids = await store.IdsAsync(from, "\uffff", Page, CancellationToken.None);
            foreach (var id in ids) bytes += (await store.SizeAsync(id, CancellationToken.None)).Bytes;
            count += ids.Count;
            if (ids.Count < Page) return (count, bytes);
            from = ids[^1] + '\0';
        }
    }

    /// <summary>One run after the other; a session has so many, then comes the next.</summary>
    private static async Task RunAsync(IAgentNetwork network, int runs, int ofSession)
    {
        SessionId? session = null;
        for (var i = 1; i <= runs; i++)
        {
            var result = await network.RunAsync(new RunRequest("short") { Agent = Short.Name.Value, Session = session });
            if (result.Status != RunStatus.Completed) throw new WrongWorkException($"a run ended {result.Status}: {result.Error}");
            session = i % ofSession == 0 ? null : result.Session;
        }
    }
}
