using System.Collections.Immutable;
using Hanzo.Network.Simulation.Replay;
using Hanzo.Network.Simulation.World;

namespace Hanzo.Network.Simulation.Tests.Campaigns;

/// <summary>
/// Each seed in two processes, one of which takes the seeds backwards: what a process did before may not matter either.
/// </summary>
internal sealed class DeterminismCheck(CampaignOptions options, Func<Worker> start, TimeProvider time)
{
    /// <summary>Of more seeds that differ only the number is told.</summary>
    private const int MaxExplained = 3;

    private const int ProgressSeeds = 10;

    /// <param name="onProgress">How many seeds were run in both processes.</param>
    public async Task<DeterminismReport> RunAsync(Action<long> onProgress, CancellationToken stop)
    {
        var count = checked((int)options.Seeds!.Value);
        var seeds = Enumerable.Range(0, count).Select(index => unchecked(options.FirstSeed + (ulong)index)).ToArray();
        var started = time.GetTimestamp();
        var done = 0L;
        var halves = await Task.WhenAll(
            RunAllAsync(seeds, OnRun, stop),
            RunAllAsync([.. seeds.Reverse()], OnRun, stop));
        var both = seeds.Where(seed => halves.All(half => half.ContainsKey(seed))).ToArray();
        var differing = both.Where(seed => !Same(halves[0][seed], halves[1][seed])).ToImmutableArray();
        var explanations = ImmutableArray.CreateBuilder<string>();
        foreach (var seed in differing.Take(MaxExplained)) explanations.Add(await ExplainAsync(seed, halves[0][seed], halves[1][seed]));
        return new DeterminismReport(both.Length, differing, explanations.ToImmutable(), time.GetElapsedTime(started));

        void OnRun()
        {
            var runs = Interlocked.Increment(ref done);
            if (runs % (2 * ProgressSeeds) == 0) onProgress(runs / 2);
        }
    }

    private static bool Same(SeedReport one, SeedReport other) =>
        one.Hash == other.Hash && one.Steps == other.Steps && one.Error == other.Error;

    private async Task<Dictionary<ulong, SeedReport>> RunAllAsync(ulong[] seeds, Action onSeed, CancellationToken stop)
    {
        var reports = new Dictionary<ulong, SeedReport>();
        Worker? worker = null;
        try
        {
            foreach (var seed in seeds)
            {
                if (stop.IsCancellationRequested) break;
                if (worker?.IsBroken == true) await worker.DisposeAsync();
                if (worker?.IsBroken != false) worker = start();
                reports[seed] = await worker.AskAsync(WorkerRequest.Of(WorkerTask.Run, seed), options.Patience);
                onSeed();
            }
        }
        finally
        {
            if (worker is not null) await worker.DisposeAsync();
        }

        return reports;
    }

    private async Task<string> ExplainAsync(ulong seed, SeedReport one, SeedReport other)
    {
        var seconds = await BothAsync(WorkerRequest.Of(WorkerTask.Seconds, seed));
        var heading = $"seed {seed}: {Result(one)} and {Result(other)}";
        if (FirstDifference.Find(seconds[0].Steps, seconds[1].Steps) is not { } index)
            return $"{heading}; equal in two new processes: something is left over from the seeds before it.";
        var (from, to) = (At(seconds, index - 1), At(seconds, index));
        var steps = await BothAsync(new WorkerRequest(WorkerTask.Steps, seed, from, to));
        return $"{heading}; {FirstDifference.Explain(steps[0], steps[1], from, to)}";
    }

    private static string Result(SeedReport report) => report.Error ?? $"hash {report.Hash} after {report.Steps} steps";

    /// <summary>A moment that both processes had got to, or the end of the shorter one.</summary>
    private static TimeSpan At(StepLog[] logs, int index) =>
        index < 0
            ? TimeSpan.Zero
            : logs.Where(log => index < log.Steps.Length).Select(log => log.Steps[index].At).DefaultIfEmpty(TimeSpan.MaxValue).Max();

    private Task<StepLog[]> BothAsync(WorkerRequest request) => Task.WhenAll(LogAsync(request), LogAsync(request));

    private async Task<StepLog> LogAsync(WorkerRequest request)
    {
        var (steps, lines) = (ImmutableArray.CreateBuilder<TracedStep>(), ImmutableArray.CreateBuilder<string>());
        await using var worker = start();
        await worker.AskAsync(request, options.Patience, line =>
        {
            if (line.StartsWith(StepLine.Word, StringComparison.Ordinal) && steps.Count < StepLog.MaxSteps) steps.Add(StepLine.Parse(line));
            else if (line.StartsWith(WorkerProgram.TraceWord, StringComparison.Ordinal) && lines.Count < StepLog.MaxSteps) lines.Add(line);
        });
        return new StepLog(steps.ToImmutable(), lines.ToImmutable());
    }
}
