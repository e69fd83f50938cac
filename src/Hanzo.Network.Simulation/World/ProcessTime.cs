namespace Hanzo.Network.Simulation.World;

/// <summary>
/// A process's clocks. The monotonic one runs at <see cref="Rate"/> and stands still while the machine sleeps; the wall clock is it
/// plus an offset, which may jump.
/// </summary>
public sealed class ProcessTime(SimulatedWorld world, SimulatedProcess process) : TimeProvider
{
    private TimeSpan _since = world.Now;
    private TimeSpan _monotonic = world.Now;
    private bool _asleep;

    /// <summary>Seconds of this clock in one of the world's.</summary>
    public double Rate { get; private set; } = 1;

    /// <summary>Added to the wall clock alone.</summary>
    public TimeSpan WallOffset { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Monotonic.Ticks;

    public override DateTimeOffset GetUtcNow() => WorldTime.Start + Monotonic + WallOffset;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        world.RequireThread(process.Name);
        var posted = new Action(() => callback(state));
        return new SimulatedTimer(dueTime, period, Schedule, () => process.OnTimer(posted));
    }

    /// <summary>Timers that run already keep the world's moment that they had.</summary>
    public void SetRate(double rate)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rate);
        Rebase();
        Rate = rate;
    }

    /// <summary>The machine sleeps: on waking the wall clock has gone on, the monotonic one has not.</summary>
    public void SetAsleep(bool asleep)
    {
        if (_asleep == asleep) return;
        if (!asleep) WallOffset += world.Now - _since;
        else Rebase();
        (_asleep, _since) = (asleep, world.Now);
    }

    private TimeSpan Monotonic => _asleep ? _monotonic : _monotonic + ((world.Now - _since) * Rate);

    private void Rebase() => (_monotonic, _since) = (Monotonic, world.Now);

    private IDisposable Schedule(TimeSpan delay, Action fire) => world.After(Rate == 1 ? delay : delay / Rate, fire);
}
