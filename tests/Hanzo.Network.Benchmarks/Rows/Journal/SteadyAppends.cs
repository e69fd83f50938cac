using System.Diagnostics;
using System.Globalization;
using Hanzo.Network.Benchmarks.Statistics;
using Hanzo.Network.State;

namespace Hanzo.Network.Benchmarks.Rows.Journal;

/// <summary>One session that appends one small event after the other, while something large goes on beside it.</summary>
internal static class SteadyAppends
{
    public static async Task<LatencyHistogram> ForAsync(IEventStore store, string id, TimeSpan time)
    {
        using var done = new CancellationTokenSource(time);
        return await UntilAsync(store, id, done.Token);
    }

    /// <summary>One append at least.</summary>
    public static async Task<LatencyHistogram> UntilAsync(IEventStore store, string id, CancellationToken done)
    {
        var latencies = new LatencyHistogram();
        for (var end = 0L; end == 0 || !done.IsCancellationRequested; end++)
        {
            var began = Stopwatch.GetTimestamp();
            await AppendAsync(store, id, end, SessionLoad.EventBytes);
            latencies.Record(Stopwatch.GetTimestamp() - began);
        }

        return latencies;
    }

    public static Task AppendAsync(IEventStore store, string id, long expected, int bytes) =>
        store.AppendAsync(id, expected, "w", [new NewEvent("m.1", new byte[bytes])], CancellationToken.None);

    public static string Compare(LatencyHistogram meanwhile, LatencyHistogram before) => string.Create(
        CultureInfo.InvariantCulture,
        $"{meanwhile.Count} appends elsewhere meanwhile, {meanwhile.Microseconds(0.5) / 1000:0.0} ms at the median "
            + $"({before.Microseconds(0.5) / 1000:0.0} before), {meanwhile.Microseconds(0.99) / 1000:0} ms at 99 %, "
            + $"{meanwhile.Microseconds(1) / 1000:0} ms at most");
}
