namespace Akka.Embedded.Tests.Persistence;

/// <summary>A clock that moves only when told, and rings the one-shot timers that it passes.</summary>
internal sealed class TimerTime : TimeProvider
{
    private readonly List<Ring> _rings = [];
    private long _ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var ring = new Ring(this, () => callback(state));
        ring.Change(dueTime, period);
        _rings.Add(ring);
        return ring;
    }

    public void Advance(TimeSpan by)
    {
        _ticks += by.Ticks;
        foreach (var ring in _rings.Where(ring => ring.Due <= _ticks).ToList())
        {
            _rings.Remove(ring);
            ring.Call();
        }
    }

    private sealed class Ring(TimerTime time, Action call) : ITimer
    {
        public long Due { get; private set; } = long.MaxValue;

        public Action Call { get; } = call;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Due = dueTime == Timeout.InfiniteTimeSpan ? long.MaxValue : time._ticks + dueTime.Ticks;
            return true;
        }

        public void Dispose() => time._rings.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
