using System.Threading.Channels;
using Hanzo.Network.Simulation.Replay;

namespace Hanzo.Network.Simulation.Tests.Campaigns;

/// <summary>Seeds on all cores, each in a process that outlives its failure.</summary>
internal sealed class Campaign(CampaignOptions options, Func<Worker> start, TimeProvider time)
{
    /// <summary>Shrinking takes many runs; after so many failing seeds it is left out.</summary>
    private const int MaxShrunk = 3;

    private readonly Channel<SeedReport> _reports = Channel.CreateBounded<SeedReport>(CampaignOptions.MaxWorkers);
    private int _shrunk;

    /// <param name="onReport">Each seed's report, in the order in which they came, and the sum so far.</param>
    public async Task<(CampaignTally Tally, TimeSpan Elapsed)> RunAsync(
        Action<SeedReport, CampaignTally, TimeSpan> onReport, CancellationToken stop)
    {
        var seeds = new SeedQueue(options, time, stop);
        var lanes = WorkAsync(seeds);
        var tally = CampaignTally.None;
        await foreach (var report in _reports.Reader.ReadAllAsync(CancellationToken.None))
        {
            tally = tally.With(report);
            onReport(report, tally, seeds.Elapsed);
        }

        await lanes;
        return (tally, seeds.Elapsed);
    }

    private async Task WorkAsync(SeedQueue seeds)
    {
        try
        {
            await Task.WhenAll(Enumerable.Range(0, options.Workers).Select(_ => WorkOneAsync(seeds)));
            _reports.Writer.Complete();
        }
        catch (Exception broken)
        {
            _reports.Writer.Complete(broken);
            throw;
        }
    }

    private async Task WorkOneAsync(SeedQueue seeds)
    {
        Worker? worker = null;
        try
        {
            while (seeds.Next() is { } seed)
            {
                worker ??= start();
                var report = await RunAsync(worker, seed);
                await _reports.Writer.WriteAsync(report);
                if (!worker.IsBroken) continue;
                await worker.DisposeAsync();
                worker = null;
            }
        }
        finally
        {
            if (worker is not null) await worker.DisposeAsync();
        }
    }

    private async Task<SeedReport> RunAsync(Worker worker, ulong seed)
    {
        var report = await worker.AskAsync(WorkerRequest.Of(WorkerTask.Run, seed), options.Patience);
        if (report.Holds) return report;
        var given = options.Network with { Seed = seed };
        if (options.Shrinks && !worker.IsBroken && Interlocked.Increment(ref _shrunk) <= MaxShrunk)
        {
            var shrunk = await worker.AskAsync(WorkerRequest.Of(WorkerTask.Shrink, seed), SeedShrinker.MaxTime + options.Patience);
            report = report with { Shrunk = shrunk.Shrunk };
        }

        return report with { Replay = ReplayLine.Of(options.Program, given, report.Shrunk ?? given.Plan?.ToString()) };
    }
}
