using System.Diagnostics;
using Hanzo.Network.Benchmarks.Messages;
using Hanzo.Network.Benchmarks.Rows;
using Hanzo.Network.Benchmarks.Statistics;

namespace Hanzo.Network.Benchmarks.Loads;

/// <summary>A number of loops, each of which calls, waits for the answer and calls again.</summary>
internal static class ClosedLoops
{
    /// <summary>Warms up, then measures.</summary>
    /// <param name="call">Answers a number with the next one.</param>
    public static async Task<LoadResult> MeasureAsync(int loops, RowOptions options, Func<long, Task<Number>> call)
    {
        await RunAsync(loops, options.WarmUp, call);
        return await RunAsync(loops, options.Measure, call);
    }

    private static async Task<LoadResult> RunAsync(int loops, TimeSpan duration, Func<long, Task<Number>> call)
    {
        // One per thread: one per loop would not fit the processor's caches.
        using var histograms = new ThreadLocal<LatencyHistogram>(() => new LatencyHistogram(), trackAllValues: true);
        var start = Stopwatch.GetTimestamp();
        var all = Enumerable.Range(0, loops).Select(_ => new Loop(start, duration, call, histograms)).ToArray();
        await Task.WhenAll(all.Select(loop => loop.RunAsync())).WaitAsync(duration + RowOptions.Patience);
        var elapsed = Stopwatch.GetElapsedTime(start);
        var latencies = new LatencyHistogram();
        foreach (var histogram in histograms.Values) latencies.Add(histogram);
        var inFlight = latencies.TotalTicks / (double)Stopwatch.Frequency / elapsed.TotalSeconds;
        return new LoadResult(latencies, elapsed, all.Count(loop => loop.IsActive), inFlight);
    }

    private sealed class Loop(long start, TimeSpan duration, Func<long, Task<Number>> call, ThreadLocal<LatencyHistogram> histograms)
    {
        private readonly long _middle = start + (long)(duration.TotalSeconds / 2 * Stopwatch.Frequency);
        private readonly long _end = start + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        private long _early;
        private long _late;

        public bool IsActive => _early > 0 && _late > 0;

        public async Task RunAsync()
        {
            await Task.Yield();
            for (var number = 0L; ; number += 2)
            {
                var sent = Stopwatch.GetTimestamp();
                var pending = call(number);
                // Every call gives up its worker once: one that is answered at once would keep it, and the other loops starve.
                if (pending.IsCompleted) await Task.Yield();
                var reply = await pending;
                var now = Stopwatch.GetTimestamp();
                if (reply.Value != number + 1) throw new WrongWorkException($"{number} was answered with {reply.Value}.");
                histograms.Value!.Record(now - sent);
                if (now < _middle) _early++;
                else _late++;
                if (now >= _end) return;
            }
        }
    }
}
