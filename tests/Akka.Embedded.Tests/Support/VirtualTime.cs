namespace Akka.Embedded.Tests.Support;

/// <summary>A clock with timers that moves only when told.</summary>
internal sealed class VirtualTime : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // In milliseconds, as for timers of the operating system.
    private const uint LongestWait = uint.MaxValue - 1;

    private readonly List<VirtualTimer> _timers = [];

    public TimeSpan Elapsed { get; private set; }

    public TimeSpan? NextDue => _timers.Min(t => t.Due);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Elapsed.Ticks;

    public override DateTimeOffset GetUtcNow() => Start + Elapsed;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, callback, state);
        _timers.Add(timer);
        timer.Change(dueTime, period);
        return timer;
    }

    public void Advance(TimeSpan by) => AdvanceTo(Elapsed + by);

    public void Advance(double milliseconds) => Advance(TimeSpan.FromMilliseconds(milliseconds));

    public void AdvanceTo(TimeSpan moment)
    {
        while (_timers.Where(t => t.Due <= moment).MinBy(t => t.Due) is { } next)
        {
            Elapsed = next.Due!.Value > Elapsed ? next.Due.Value : Elapsed;
            next.Fire();
        }
        Elapsed = moment > Elapsed ? moment : Elapsed;
    }

    private sealed class VirtualTimer(VirtualTime time, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;

        public TimeSpan? Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(dueTime.TotalMilliseconds, LongestWait, nameof(dueTime));
            Due = dueTime < TimeSpan.Zero ? null : time.Elapsed + dueTime;
            _period = period;
            return true;
        }

        public void Fire()
        {
            Due = _period > TimeSpan.Zero ? Due + _period : null;
            callback(state);
        }

        public void Dispose() => time._timers.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
