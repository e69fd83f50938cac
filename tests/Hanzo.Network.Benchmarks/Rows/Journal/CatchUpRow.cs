using System.Diagnostics;
using System.Globalization;
using Hanzo.Network.Adapters;
using Hanzo.Network.Benchmarks.Reports;
using Hanzo.Network.Cluster.Consensus;
using Hanzo.Network.State;
using Hanzo.Network.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Hanzo.Network.Benchmarks.Rows.Journal;

/// <summary>How long until a node that begins has all and votes, while the other goes on; both in one process, on one disk.</summary>
internal sealed class CatchUpRow() : Row("journal-catchup", "a fresh node takes over a replicated journal of 200 MB while another appends")
{
    private const int Sessions = 64;
    private const int EventBytes = 8_000;

    public override async Task<IReadOnlyList<Figure>> RunAsync(RowOptions options)
    {
        var each = (options.Brief ? 20_000_000 : 200_000_000) / Sessions / EventBytes;
        var folder = Directory.CreateTempSubdirectory("hanzo-catchup-");
        try
        {
            await using var network = await TestNetwork.StartAsync(
                1, (id, node) => node.UseReplicatedJournal("test", Path.Combine(folder.FullName, id)));
            var store = network.Nodes[0].Services.GetRequiredService<IEventStore>();
            await Task.WhenAll(Enumerable.Range(0, Sessions).Select(async session =>
            {
                for (var i = 0; i < each; i++) await SteadyAppends.AppendAsync(store, SessionLoad.IdOf(session), i, EventBytes);
            }));

            var before = await SteadyAppends.ForAsync(store, "before", options.WarmUp);
            using var done = new CancellationTokenSource();
            var goesOn = SteadyAppends.UntilAsync(store, "meanwhile", done.Token);
            var start = Stopwatch.GetTimestamp();
            var fresh = await network.AddAsync();
            await fresh.Services.GetRequiredService<ConsensusSeat>().Status
                .WaitAsync(status => status.Raft is { Config: { IsJoint: false, Voters.Count: 2 } }).WaitAsync(RowOptions.Patience);
            var other = fresh.Services.GetRequiredService<IEventStore>();
            for (var session = 0; session < Sessions; session++)
            {
                if (await other.HighestAsync(SessionLoad.IdOf(session), CancellationToken.None) is var end && end != each)
                    throw new WrongWorkException($"{SessionLoad.IdOf(session)} ends at {end}, not at {each}.");
            }

            var elapsed = Stopwatch.GetElapsedTime(start);
            await done.CancelAsync();
            var meanwhile = await goesOn;
            var note = string.Create(
                CultureInfo.InvariantCulture,
                $"{each * Sessions * (long)EventBytes / 1_000_000} MB; {SteadyAppends.Compare(meanwhile, before)}");
            return [new Figure("journal catch-up", elapsed.TotalMilliseconds, Unit.Milliseconds, note)];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
