using System.Runtime.CompilerServices;
using Hanzo.Network.Devices;

namespace Hanzo.Network.Adapters.Throughput;

/// <summary>
/// Measures this machine's processor once, in about a second on an idle machine, at the lowest priority; from then on what is
/// in the file counts, until the hardware or the benchmark changes.
/// </summary>
/// <param name="cacheFile">Need not exist, nor need its folder; null: nothing is kept.</param>
public sealed class SimdThroughputMeter(string? cacheFile, TimeProvider time) : IThroughputMeter
{
    /// <summary>Of the file in the folder where a machine's nodes keep their data.</summary>
    public const string CacheFileName = "throughput.json";

    /// <summary>For another process of this machine that is measuring: at the same time both would measure half.</summary>
    private static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(5);

    private readonly ThroughputCache? _cache = cacheFile is null ? null : new ThroughputCache(cacheFile);

    public MeasuredThroughput? Recall(DeviceCapabilities device) => Find(device).Entry?.ToMeasured();

    public async IAsyncEnumerable<MeasuredThroughput> MeasureAsync(
        DeviceCapabilities device, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (Find(device).Entry is null) yield return await OnThreadOfItsOwn(() => Measure(device, cancellation));
    }

    private (ThroughputEntry? Entry, string? Problem) Find(DeviceCapabilities device) =>
        _cache?.Find(HardwareId.Of(device), SimdBenchmark.Threads) ?? (null, null);

    private MeasuredThroughput Measure(DeviceCapabilities device, CancellationToken cancellation)
    {
        using var turn = TakeTurn(cancellation);
        var (kept, damaged) = Find(device);
        if (kept is not null) return kept.ToMeasured();

        var measured = SimdBenchmark.Run(device.MemoryMb, time, cancellation);
        string?[] notes = [damaged, Keep(device, measured)];
        return measured with { Notes = [.. measured.Notes, .. notes.OfType<string>()] };
    }

    /// <summary>What could not be measured in full is tried again at the next start.</summary>
    private string? Keep(DeviceCapabilities device, MeasuredThroughput measured) => measured.Notes.IsEmpty
        ? _cache?.Keep(ThroughputEntry.Of(HardwareId.Of(device), SimdBenchmark.Threads, measured))
        : null;

    /// <returns>Null when there is nothing to share, or when the other one takes too long.</returns>
    private FileStream? TakeTurn(CancellationToken cancellation)
    {
        if (cacheFile is null) return null;
        for (var began = time.GetTimestamp(); time.GetElapsedTime(began) < LongestTurn; cancellation.WaitHandle.WaitOne(50))
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                return new FileStream($"{cacheFile}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (Exception e) when (e is DirectoryNotFoundException or UnauthorizedAccessException)
            {
                return null;
            }
            catch (IOException)
            {
                // Another process has its turn.
            }
        }

        return null;
    }

    private static Task<T> OnThreadOfItsOwn<T>(Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => Complete(done, work)) { IsBackground = true }.Start();
        return done.Task;
    }

    private static void Complete<T>(TaskCompletionSource<T> done, Func<T> work)
    {
        try
        {
            LowestPriority.TakeByThisThread();
            done.SetResult(work());
        }
        catch (OperationCanceledException)
        {
            done.SetCanceled();
        }
        catch (Exception error)
        {
            done.SetException(error);
        }
    }
}
