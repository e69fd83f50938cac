namespace Hanzo.Network.Adapters.Devices;

/// <summary>Processor time since some start, of all cores, in any unit.</summary>
internal readonly record struct CpuTime(double Busy, double Total);

/// <summary>The share of all cores in use between two looks at a growing counter, at least <see cref="Interval"/> apart.</summary>
internal sealed class CpuMeter(TimeProvider time, Func<CpuTime?> read)
{
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly Lock _lock = new();
    private CpuTime? _last = read();
    private long _lastAt = time.GetTimestamp();
    private double _share;

    /// <summary>0 to 1; 0 until the first interval is over.</summary>
    public double Read()
    {
        lock (_lock)
        {
            if (time.GetElapsedTime(_lastAt) < Interval) return _share;
            var now = read();
            if (now is { } current && _last is { } last && current.Total > last.Total)
                _share = Math.Clamp((current.Busy - last.Busy) / (current.Total - last.Total), 0, 1);
            _last = now;
            _lastAt = time.GetTimestamp();
            return _share;
        }
    }
}
