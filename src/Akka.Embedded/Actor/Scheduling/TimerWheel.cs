using System.Numerics;

namespace Akka.Embedded.Scheduling;

/// <summary>
/// A hashed wheel (Varghese and Lauck 1987) over one timer of the <see cref="TimeProvider"/>, which sleeps until the next slot in use:
/// starting and cancelling are O(1) and an idle system does not tick.
/// </summary>
internal sealed class TimerWheel : IDisposable
{
    /// <summary>Resolution. Nothing fires early; it fires up to this much late.</summary>
    public static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    private const int SlotCount = 1024;
    private const int SlotMask = SlotCount - 1;

    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly Lock _gate = new();
    private readonly WheelTimer?[] _slots = new WheelTimer?[SlotCount];
    private readonly ulong[] _used = new ulong[SlotCount / 64];
    private readonly ITimer _timer;
    private WheelTimer? _firstDue;
    private WheelTimer? _lastDue;
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
            if (!timer.IsLinked)
                return false;
            Unlink(timer);
            return true;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            foreach (var slot in _slots)
                CollectDueOf(slot, long.MaxValue);
        }
        _timer.Dispose();
        while (TakeDue() is { } timer)
            timer.Abandoned();
    }

    private bool TryStart(WheelTimer timer, TimeSpan delay)
    {
        var due = (Elapsed + delay).Ticks;
        var tick = (due + Tick.Ticks - 1) / Tick.Ticks;
        lock (_gate)
        {
            if (_disposed)
                return false;
            if (timer.IsLinked)
                Unlink(timer);
            timer.DueTick = Math.Max(tick, _handledTick + 1);
            Link(timer);
            WakeBy(timer.DueTick);
            return true;
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
            var timer = _firstDue;
            if (timer is not null)
                Unlink(timer);
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
            var now = Elapsed.Ticks / Tick.Ticks;
            var from = Math.Max(_handledTick + 1, now - SlotMask);
            for (var tick = NextUsed(from); tick <= now; tick = NextUsed(tick + 1))
                CollectDueOf(_slots[tick & SlotMask], now);
            _handledTick = Math.Max(_handledTick, now);
            _wakeTick = long.MaxValue;
            WakeBy(NextUsed(_handledTick + 1));
        }
    }

    /// <summary>A slot holds the newest first; what is due comes out oldest first.</summary>
    private void CollectDueOf(WheelTimer? slot, long now)
    {
        var before = _lastDue;
        while (slot is not null)
        {
            var next = slot.Next;
            if (slot.DueTick <= now)
            {
                Unlink(slot);
                LineUp(slot, before);
            }
            slot = next;
        }
    }

    private void LineUp(WheelTimer timer, WheelTimer? after)
    {
        timer.Previous = after;
        timer.Next = after is null ? _firstDue : after.Next;
        if (after is null)
            _firstDue = timer;
        else
            after.Next = timer;
        if (timer.Next is null)
            _lastDue = timer;
        else
            timer.Next.Previous = timer;
        timer.IsLinked = true;
        timer.IsDue = true;
    }

    private void WakeBy(long tick)
    {
        if (tick >= _wakeTick || _disposed)
            return;
        _wakeTick = tick;
        var wait = new TimeSpan(tick * Tick.Ticks) - Elapsed;
        _timer.Change(wait > TimeSpan.Zero ? RoundUpToMilliseconds(wait) : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    // Timers of the operating system count whole milliseconds and cut the rest off, which would wake too early and spin.
    private static TimeSpan RoundUpToMilliseconds(TimeSpan wait) =>
        new((wait.Ticks + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond * TimeSpan.TicksPerMillisecond);

    /// <summary>
    /// The first tick from <paramref name="tick"/> on whose slot is in use (perhaps by a later round); MaxValue for none.
    /// </summary>
    private long NextUsed(long tick)
    {
        var slot = (int)(tick & SlotMask);
        for (var step = 0; step <= _used.Length; step++)
        {
            var word = ((slot >> 6) + step) % _used.Length;
            var bits = _used[word];
            if (step == 0)
                bits &= ulong.MaxValue << (slot & 63);
            else if (step == _used.Length)
                bits &= ~(ulong.MaxValue << (slot & 63));
            if (bits != 0)
                return tick + (((word << 6) + BitOperations.TrailingZeroCount(bits) - slot) & SlotMask);
        }
        return long.MaxValue;
    }

    private void Link(WheelTimer timer)
    {
        var slot = (int)(timer.DueTick & SlotMask);
        timer.Previous = null;
        timer.Next = _slots[slot];
        if (timer.Next is not null)
            timer.Next.Previous = timer;
        _slots[slot] = timer;
        _used[slot >> 6] |= 1UL << (slot & 63);
        timer.IsLinked = true;
    }

    private void Unlink(WheelTimer timer)
    {
        if (timer.Previous is not null)
            timer.Previous.Next = timer.Next;
        else if (timer.IsDue)
            _firstDue = timer.Next;
        else
            SetFirst((int)(timer.DueTick & SlotMask), timer.Next);
        if (timer.Next is not null)
            timer.Next.Previous = timer.Previous;
        else if (timer.IsDue)
            _lastDue = timer.Previous;
        timer.Previous = null;
        timer.Next = null;
        timer.IsLinked = false;
        timer.IsDue = false;
    }

    private void SetFirst(int slot, WheelTimer? timer)
    {
        _slots[slot] = timer;
        if (timer is null)
            _used[slot >> 6] &= ~(1UL << (slot & 63));
    }
}
