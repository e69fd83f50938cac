namespace Hanzo.Network.Simulation.World;

/// <param name="schedule">Calls back after a delay; what it gives is disposed to call that off.</param>
internal sealed class SimulatedTimer : ITimer
{
    // In milliseconds, as for timers of the operating system.
    private const uint LongestWait = uint.MaxValue - 1;

    private readonly Func<TimeSpan, Action, IDisposable> _schedule;
    private readonly Action _callback;
    private readonly Action _fire;
    private TimeSpan _period;
    private IDisposable? _planned;
    private bool _disposed;

    public SimulatedTimer(TimeSpan dueTime, TimeSpan period, Func<TimeSpan, Action, IDisposable> schedule, Action callback)
    {
        (_schedule, _callback, _fire) = (schedule, callback, Fire);
        Change(dueTime, period);
    }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        if (_disposed) return false;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dueTime.TotalMilliseconds, LongestWait, nameof(dueTime));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(period.TotalMilliseconds, LongestWait, nameof(period));
        _planned?.Dispose();
        _planned = dueTime < TimeSpan.Zero ? null : _schedule(dueTime, _fire);
        _period = period;
        return true;
    }

    public void Dispose()
    {
        _disposed = true;
        _planned?.Dispose();
        _planned = null;
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private void Fire()
    {
        if (_disposed) return;
        _planned = _period > TimeSpan.Zero ? _schedule(_period, _fire) : null;
        _callback();
    }
}
