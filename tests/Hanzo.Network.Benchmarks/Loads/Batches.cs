using System.Diagnostics;
using Hanzo.Network.Benchmarks.Rows;
using Hanzo.Network.Benchmarks.Statistics;

namespace Hanzo.Network.Benchmarks.Loads;

/// <summary>A batch of work again and again: its median rate is robust against what else the machine does.</summary>
internal static class Batches
{
    /// <param name="batch">Does the work once.</param>
    /// <param name="size">How much work a batch is.</param>
    /// <returns>Work per second, at the median of the batches.</returns>
    public static async Task<double> MeasureAsync(RowOptions options, long size, Func<Task> batch)
    {
        await RunAsync(options.WarmUp, size, batch);
        return Percentiles.Median(await RunAsync(options.Measure, size, batch));
    }

    private static async Task<List<double>> RunAsync(TimeSpan duration, long size, Func<Task> batch)
    {
        var rates = new List<double>();
        var start = Stopwatch.GetTimestamp();
        do
        {
            var began = Stopwatch.GetTimestamp();
            await batch().WaitAsync(RowOptions.Patience);
            rates.Add(size / Stopwatch.GetElapsedTime(began).TotalSeconds);
        }
        while (Stopwatch.GetElapsedTime(start) < duration);
        return rates;
    }
}
