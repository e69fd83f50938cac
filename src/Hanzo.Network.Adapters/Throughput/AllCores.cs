namespace Hanzo.Network.Adapters.Throughput;

/// <summary>Keeps as many threads as this process may use cores busy for a moment, at the lowest priority.</summary>
internal sealed class AllCores(int threads, TimeProvider time, CancellationToken cancellation)
{
    /// <summary>A thread that is held up for longer before it begins is not waited for.</summary>
    private static readonly TimeSpan LongestStart = TimeSpan.FromMilliseconds(500);

    private const int MaxPieces = 4096;

    /// <summary>Per second, of all threads together; null when one of them failed or was cancelled before its first piece.</summary>
    /// <param name="create">Makes the work of one thread, on that thread.</param>
    public (double? Rate, string? Problem) Measure(TimeSpan duration, Func<IWork> create)
    {
        using var start = new Barrier(threads);
        var results = new (double? Rate, string? Problem)[threads];
        var workers = Enumerable.Range(0, threads)
            .Select(worker => new Thread(() => results[worker] = Work(duration, create, start)) { IsBackground = true }).ToArray();
        foreach (var worker in workers) worker.Start();
        foreach (var worker in workers) worker.Join();
        var problem = Array.Find(results, result => result.Problem is not null).Problem;
        return problem is null ? (results.Sum(result => result.Rate ?? double.NaN), null) : (null, problem);
    }

    private (double? Rate, string? Problem) Work(TimeSpan duration, Func<IWork> create, Barrier start)
    {
        var isReady = false;
        try
        {
            LowestPriority.TakeByThisThread();
            using var work = create();
            work.DoPiece();
            isReady = true;
            start.SignalAndWait(LongestStart, cancellation);
            return (RateOf(work, duration), null);
        }
        catch (Exception error)
        {
            if (!isReady) start.RemoveParticipant();
            return (null, error.Message);
        }
    }

    /// <summary>
    /// The upper quartile of the rates of single pieces: those that the system interrupted for others say nothing of the
    /// processor.
    /// </summary>
    private double RateOf(IWork work, TimeSpan duration)
    {
        var rates = new List<double>(MaxPieces);
        for (var began = time.GetTimestamp(); rates.Count < MaxPieces && time.GetElapsedTime(began) < duration;)
        {
            cancellation.ThrowIfCancellationRequested();
            var from = time.GetTimestamp();
            var amount = work.DoPiece();
            rates.Add(amount / time.GetElapsedTime(from).TotalSeconds);
        }

        rates.Sort();
        return rates[rates.Count * 3 / 4];
    }
}
