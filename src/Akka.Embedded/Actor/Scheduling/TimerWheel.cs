namespace Akka.Embedded.Scheduling;

/// <summary>
/// A hierarchical wheel (Varghese and Lauck 1987) over one timer of the <see cref="TimeProvider"/>, which sleeps until there is
/// something to do: starting and cancelling are O(1), an idle system does not tick, and timers far away cost one wake-up per round
/// of the near level at most. The near level holds the timers of the present round, a slot per tick; the far level those of later
/// rounds, a slot per round (1,024 rounds of 1.024 s), and what is further still shares its slots.
/// </summary>
internal sealed class TimerWheel : IDisposable
{
    /// <summary>Resolution. Nothing fires early; it fires up to this much late.</summary>
    public static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    // Timers of the operating system wait for at most 49.7 days.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly Lock _gate = new();
    private readonly TimerRing _near = new();
    private readonly TimerRing _far = new();
    private readonly TimerList _due = new();
    private readonly ITimer _timer;
    private long _round;
    private long _handledTick;
    private long _wakeTick = long.MaxValue;
    private bool _disposed;

    public TimerWheel(TimeProvider time)
    {
        _time = time;
        _start = time.GetTimestamp();
        _timer = time.CreateTimer(static wheel => ((TimerWheel)wheel!).OnWake(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public TimeSpan Elapsed => _time.GetElapsedTime(_start);

    private long LastTickOfRound => ((_round + 1) << TimerRing.Bits) - 1;

    /// <summary>A timer that is running already gets the new time. After <see cref="Dispose"/> it is abandoned at once.</summary>
    public void Start(WheelTimer timer, TimeSpan delay)
    {
        if (!TryStart(timer, delay))
            timer.Abandoned();
    }

    /// <summary>True when it had not fired and will not.</summary>
    public bool Cancel(WheelTimer timer)
    {
        lock (_gate)
        {
            if (timer.List is null)
                return false;
            timer.List.Remove(timer);
            return true;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            for (var slot = 0; slot < TimerRing.Size; slot++)
            {
                LineUp(_near.At(slot));
                LineUp(_far.At(slot));
            }
        }
        _timer.Dispose();
        while (TakeDue() is { } timer)
            timer.Abandoned();
    }

    private bool TryStart(WheelTimer timer, TimeSpan delay)
    {
        var now = Elapsed;
        var tick = ((now + delay).Ticks + Tick.Ticks - 1) / Tick.Ticks;
        lock (_gate)
        {
            if (_disposed)
                return false;
            timer.List?.Remove(timer);
            CatchUp(now.Ticks / Tick.Ticks);
            timer.DueTick = Math.Max(tick, _handledTick + 1);
            Place(timer);
            return true;
        }
    }

    // After a long rest: nothing was to be done in the rounds between.
    private void CatchUp(long now)
    {
        if (now > LastTickOfRound && now < _wakeTick)
            BeginRound(now >> TimerRing.Bits);
    }

    private void Place(WheelTimer timer)
    {
        var round = timer.DueTick >> TimerRing.Bits;
        if (round <= _round)
        {
            _near.Add(timer, timer.DueTick);
            WakeBy(timer.DueTick);
        }
        else
        {
            _far.Add(timer, round);
            WakeBy(round << TimerRing.Bits);
        }
    }

    private void OnWake()
    {
        CollectDue();
        while (TakeDue() is { } timer)
            timer.Fire();
    }

    // One at a time: until it fires, a timer may be cancelled or started again by anybody.
    private WheelTimer? TakeDue()
    {
        lock (_gate)
        {
            var timer = _due.First;
            if (timer is not null)
                _due.Remove(timer);
            return timer;
        }
    }

    /// <summary>Lines up what is due, in order of due time, and sets the next wake-up.</summary>
    private void CollectDue()
    {
        lock (_gate)
        {
            if (_disposed)
                return;
            _wakeTick = long.MaxValue;
            var now = Elapsed.Ticks / Tick.Ticks;
            CollectDueOfRound(now);
            while (now > LastTickOfRound)
            {
                BeginRound(Math.Min(_far.NextUsed(_round + 1), now >> TimerRing.Bits));
                CollectDueOfRound(now);
            }
            var next = _near.NextUsed(_handledTick + 1);
            if (next > LastTickOfRound)
                next = _far.NextUsed(_round + 1) is var round and < long.MaxValue ? round << TimerRing.Bits : long.MaxValue;
            WakeBy(next);
        }
    }

    private void CollectDueOfRound(long now)
    {
        var until = Math.Min(now, LastTickOfRound);
        for (var tick = _near.NextUsed(_handledTick + 1); tick <= until; tick = _near.NextUsed(tick + 1))
            LineUp(_near.At(tick));
        _handledTick = Math.Max(_handledTick, until);
    }

    /// <summary>Brings the timers of that round near, in the order of their start.</summary>
    private void BeginRound(long round)
    {
        _round = round;
        _handledTick = (round << TimerRing.Bits) - 1;
        for (var timer = _far.At(round)?.First; timer is not null;)
        {
            var next = timer.Next;
            if (timer.DueTick <= LastTickOfRound)
            {
                timer.List!.Remove(timer);
                _near.Add(timer, timer.DueTick);
            }
            timer = next;
        }
    }

    private void LineUp(TimerList? timers)
    {
        while (timers?.First is { } timer)
        {
            timers.Remove(timer);
            _due.Add(timer);
        }
    }

    private void WakeBy(long tick)
    {
        if (tick >= _wakeTick || _disposed)
            return;
        _wakeTick = tick;
        var wait = new TimeSpan(tick * Tick.Ticks) - Elapsed;

        // Woken too early, the wheel finds nothing due and comes here again.
        if (wait > LongestWait)
            wait = LongestWait;
        _timer.Change(wait > TimeSpan.Zero ? RoundUpToMilliseconds(wait) : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    // Timers of the operating system count whole milliseconds and cut the rest off, which would wake too early and spin.
    private static TimeSpan RoundUpToMilliseconds(TimeSpan wait) =>
        new((wait.Ticks + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond * TimeSpan.TicksPerMillisecond);
}
