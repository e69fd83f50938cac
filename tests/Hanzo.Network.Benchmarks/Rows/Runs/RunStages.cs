using Hanzo.Network.Agents;
using Hanzo.Network.Benchmarks.Reports;
using Hanzo.Network.Benchmarks.Statistics;

namespace Hanzo.Network.Benchmarks.Rows.Runs;

/// <summary>Where the time of a run goes, by the times of its events; the nodes have one clock.</summary>
internal static class RunStages
{
    public static async Task<IReadOnlyList<Figure>> MeasureAsync(RunNetwork network, int runs)
    {
        var samples = new List<Sample>();
        for (var i = 0; i < runs; i++) samples.Add(await SampleAsync(network));
        return
        [
            Of("run, to the session", samples, sample => sample.Queued - sample.Sent, "HTTP, router, placement, the way there"),
            Of("run, begun", samples, sample => sample.Called - sample.Queued, "recorded, first answer of the model, its calls recorded"),
            Of("run, tools", samples, sample => sample.Returned - sample.Called, "two calls, their results recorded"),
            Of("run, ended", samples, sample => sample.Ended - sample.Returned, "last answer of the model, end recorded"),
            Of("run, to the caller", samples, sample => sample.Got - sample.Ended, "the journal, the way back, HTTP"),
        ];
    }

    private static async Task<Sample> SampleAsync(RunNetwork network)
    {
        var sent = DateTimeOffset.UtcNow;
        var run = await network.AskAsync();
        var got = DateTimeOffset.UtcNow;
        var events = new List<RunEvent>();
        await foreach (var e in network.First.WatchAsync(run)) events.Add(e);
        return new Sample(
            sent,
            events.First(e => e.Type == RunEventTypes.Queued).At,
            events.First(e => e.Type == RunEventTypes.ToolCalled).At,
            events.Last(e => e.Type == RunEventTypes.ToolResult).At,
            events[^1].At,
            got);
    }

    // A stage that took less than the clock can tell took something nevertheless.
    private static Figure Of(string name, List<Sample> samples, Func<Sample, TimeSpan> stage, string note)
    {
        var median = Percentiles.Median(samples.Select(sample => stage(sample).TotalMilliseconds));
        return new Figure(name, Math.Max(median, 0.001), Unit.Milliseconds, note);
    }

    private sealed record Sample(
        DateTimeOffset Sent,
        DateTimeOffset Queued,
        DateTimeOffset Called,
        DateTimeOffset Returned,
        DateTimeOffset Ended,
        DateTimeOffset Got);
}
