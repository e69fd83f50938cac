namespace Akka.Embedded.Scheduling;

/// <summary>Timers in the order of their start, linked through themselves. Guarded by the wheel's lock.</summary>
internal sealed class TimerList
{
    private WheelTimer? _last;

    public WheelTimer? First { get; private set; }

    public bool IsEmpty => First is null;

    public void Add(WheelTimer timer)
    {
        timer.List = this;
        timer.Previous = _last;
        if (_last is null)
            First = timer;
        else
            _last.Next = timer;
        _last = timer;
    }

    public void Remove(WheelTimer timer)
    {
        if (timer.Previous is null)
            First = timer.Next;
        else
            timer.Previous.Next = timer.Next;
        if (timer.Next is null)
            _last = timer.Previous;
        else
            timer.Next.Previous = timer.Previous;
        timer.Previous = null;
        timer.Next = null;
        timer.List = null;
    }
}
