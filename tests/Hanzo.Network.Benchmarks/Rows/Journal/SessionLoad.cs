using System.Diagnostics;
using System.Globalization;
using Hanzo.Network.Benchmarks.Reports;
using Hanzo.Network.State;

namespace Hanzo.Network.Benchmarks.Rows.Journal;

/// <summary>Sessions that append one event after the other, all at once.</summary>
internal static class SessionLoad
{
    public const int Sessions = 64;

    /// <summary>As a small event of a run has.</summary>
    public const int EventBytes = 500;

    private static readonly string[] Ids =
        [.. Enumerable.Range(0, Sessions).Select(session => string.Create(CultureInfo.InvariantCulture, $"math.1.{session}"))];

    /// <returns>Events a second, and bytes that an event takes of the process's memory.</returns>
    public static async Task<(double Rate, double Bytes)> MeasureAsync(IEventStore store, RowOptions options)
    {
        var ends = new long[Sessions];
        await RunAsync(store, ends, options.WarmUp);
        var (before, allocated) = (ends.Sum(), GC.GetTotalAllocatedBytes(precise: true));
        var start = Stopwatch.GetTimestamp();
        await RunAsync(store, ends, options.Measure);
        var (seconds, events) = (Stopwatch.GetElapsedTime(start).TotalSeconds, ends.Sum() - before);
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        for (var session = 0; session < Sessions; session++)
            if (await store.HighestAsync(IdOf(session), CancellationToken.None) != ends[session])
                throw new WrongWorkException($"{IdOf(session)} does not end at {ends[session]}.");
        return (events / seconds, (double)allocated / events);
    }

    public static IReadOnlyList<Figure> FiguresOf(string store, double rate, double bytes, double bare, int batch)
    {
        var invariant = CultureInfo.InvariantCulture;
        var note = string.Create(invariant, $"{rate / bare:0.00} of bare; {batch} appends a transaction; {bytes:0} B an event");
        var bareNote = string.Create(invariant, $"{batch} inserts a transaction");
        return [new Figure(store, rate, Unit.PerSecond, note), new Figure($"{store}, bare", bare, Unit.PerSecond, bareNote)];
    }

    /// <summary>Inserts in a loop, for as many sessions in turn: the limit of what a journal could do.</summary>
    /// <param name="insert">Stores a batch, durably.</param>
    /// <returns>Inserts a second.</returns>
    public static double MeasureBare(RowOptions options, int batch, Action<int> insert)
    {
        RunBare(options.WarmUp, insert, batch);
        return RunBare(options.Measure, insert, batch);
    }

    private static double RunBare(TimeSpan duration, Action<int> insert, int batch)
    {
        var start = Stopwatch.GetTimestamp();
        var inserted = 0L;
        for (; inserted == 0 || Stopwatch.GetElapsedTime(start) < duration; inserted += batch) insert(batch);
        return inserted / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static Task RunAsync(IEventStore store, long[] ends, TimeSpan duration)
    {
        var start = Stopwatch.GetTimestamp();
        return Task.WhenAll(Enumerable.Range(0, Sessions).Select(async session =>
        {
            var (id, events) = (IdOf(session), new[] { new NewEvent("m.1", new byte[EventBytes]) });
            await Task.Yield();
            do await store.AppendAsync(id, ends[session]++, "w", events, CancellationToken.None);
            while (Stopwatch.GetElapsedTime(start) < duration);
        }));
    }

    public static string IdOf(int session) => Ids[session];
}
