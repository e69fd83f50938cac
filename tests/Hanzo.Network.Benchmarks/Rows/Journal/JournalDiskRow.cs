using System.Globalization;
using Hanzo.Network.Adapters;
using Hanzo.Network.Adapters.Consensus;
using Hanzo.Network.Adapters.Journal;
using Hanzo.Network.Agents;
using Hanzo.Network.Benchmarks.Reports;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.State;
using Hanzo.Network.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Hanzo.Network.Benchmarks.Rows.Journal;

/// <summary>
/// What three members' files take while many short runs end whose events are deleted by and by. How many: <c>HANZO_DISK_RUNS</c>, else
/// 20,000. What was said and each run's result stay, so what sessions keep is told beside it and not counted.
/// </summary>
internal sealed class JournalDiskRow()
    : Row("journal-disk", "disk use of a replicated journal at 25 to 100 % of 20,000 short runs (or HANZO_DISK_RUNS)")
{
    private const int Members = 3;
    private const int Workers = 24;
    private const int RunsOfSession = 500;
    private const int Parts = 4;
    private const double Mebi = 1024 * 1024;

    /// <summary>Answers at once.</summary>
    private static readonly Agent Short = new() { Name = AgentName.Parse("short") };

    private static readonly string[] Files = [SqliteConsensusLog.FileName, ReplicatedJournal.FileName];

    public override async Task<IReadOnlyList<Figure>> RunAsync(RowOptions options)
    {
        var given = Environment.GetEnvironmentVariable("HANZO_DISK_RUNS");
        var runs = options.Brief ? 200 : given is null ? 20_000 : int.Parse(given, CultureInfo.InvariantCulture);
        var folder = Directory.CreateTempSubdirectory("hanzo-disk-");
        try
        {
            await using var network = await TestNetwork.StartAsync(
                Members, (id, node) => node.UseReplicatedJournal("test", Path.Combine(folder.FullName, id)).Configure(settings =>
                {
                    settings.Agents = [Short];
                    (settings.SnapshotEvery, settings.KeepEvents) = (100, TimeSpan.Zero);
                }));
            var figures = new List<Figure>();
            var workers = Enumerable.Range(0, Workers).Select(number => new Worker(network.Nodes[number % Members].Network)).ToArray();
            for (var part = 1; part <= Parts; part++)
            {
                await Task.WhenAll(workers.Select(worker => worker.RunAsync(runs / Parts / Workers)));
                figures.Add(await FigureAsync(network, folder.FullName, part * 100 / Parts));
            }

            return figures;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Of the member whose files take most.</summary>
    private static async Task<Figure> FigureAsync(TestNetwork network, string folder, int percent)
    {
        var members = network.Nodes
            .Select(node => Files.Select(file => Path.Combine(folder, node.Id, file)).SelectMany(file => new[] { file, file + "-wal" }))
            .Select(files => files.Select(file => (Name: Path.GetFileName(file), Size: SizeOf(file))).ToArray());
        var most = members.MaxBy(files => files.Sum(file => file.Size))!;
        var kept = await KeptAsync(network.Nodes[0].Services.GetRequiredService<IEventStore>());
        var sizes = most.Select(file => string.Create(CultureInfo.InvariantCulture, $"{file.Name} {file.Size / Mebi:0.0}"));
        return new Figure(
            $"journal disk at {percent} %", (most.Sum(file => file.Size) - kept) / Mebi, Unit.Mebibytes,
            string.Create(CultureInfo.InvariantCulture, $"beside {kept / Mebi:0.0} that sessions keep; {string.Join(", ", sizes)}"));
    }

    private static long SizeOf(string file) => File.Exists(file) ? new FileInfo(file).Length : 0;

    private static async Task<long> KeptAsync(IEventStore store)
    {
        const int Page = 500;
        var (from, bytes) = ("", 0L);
        while (true)
        {
            var ids = await store.IdsAsync(from, "\uffff", Page, CancellationToken.None);
            foreach (var id in ids) bytes += (await store.SizeAsync(id, CancellationToken.None)).Bytes;
            if (ids.Count < Page) return bytes;
            from = ids[^1] + '\0';
        }
    }

    /// <summary>One run after the other; a session has so many, then comes the next.</summary>
    private sealed class Worker(IAgentNetwork network)
    {
        private SessionId? _session;
        private int _made;

        public async Task RunAsync(int runs)
        {
            for (var i = 0; i < runs; i++)
            {
                var result = await network.RunAsync(new RunRequest("short") { Agent = Short.Name.Value, Session = _session });
                if (result.Status != RunStatus.Completed) throw new WrongWorkException($"a run ended {result.Status}: {result.Error}");
                _session = ++_made % RunsOfSession == 0 ? null : result.Session;
            }
        }
    }
}
