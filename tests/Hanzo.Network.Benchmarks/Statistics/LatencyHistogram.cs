using System.Diagnostics;
using System.Numerics;

namespace Hanzo.Network.Benchmarks.Statistics;

/// <summary>Counts durations in buckets whose width is less than 1 % of their value. One writer; fixed memory.</summary>
internal sealed class LatencyHistogram
{
    private const int SubBits = 7;
    private const int Sub = 1 << SubBits;
    private const int Powers = 44; // 2^50 ticks are far beyond any run
    private readonly long[] _counts = new long[Sub * (Powers + 1)];

    public long Count { get; private set; }

    public long TotalTicks { get; private set; }

    public void Record(long ticks)
    {
        ticks = Math.Max(0, ticks);
        _counts[Math.Min(IndexOf(ticks), _counts.Length - 1)]++;
        Count++;
        TotalTicks += ticks;
    }

    public void Add(LatencyHistogram other)
    {
        for (var i = 0; i < _counts.Length; i++) _counts[i] += other._counts[i];
        Count += other.Count;
        TotalTicks += other.TotalTicks;
    }

    /// <summary>In microseconds.</summary>
    /// <exception cref="InvalidOperationException">Nothing was recorded.</exception>
    public double Microseconds(double fraction)
    {
        if (Count == 0) throw new InvalidOperationException("nothing was recorded.");
        var rank = (long)Math.Ceiling(fraction * Count);
        var seen = 0L;
        for (var i = 0; i < _counts.Length; i++)
        {
            seen += _counts[i];
            if (seen >= Math.Max(rank, 1)) return ValueAt(i) * 1e6 / Stopwatch.Frequency;
        }

        throw new UnreachableException();
    }

    // Below Sub the bucket is the value; above, the highest SubBits + 1 bits choose it.
    private static int IndexOf(long ticks)
    {
        if (ticks < Sub) return (int)ticks;
        var power = BitOperations.Log2((ulong)ticks) - SubBits;
        return power * Sub + (int)(ticks >> power);
    }

    private static double ValueAt(int index)
    {
        if (index < 2 * Sub) return index;
        var power = index / Sub - 1;
        return ((index % Sub) + Sub + 0.5) * Math.Pow(2, power);
    }
}
