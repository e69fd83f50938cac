namespace Akka.Embedded.Scheduling;

/// <summary>Something that is due once. It links itself into the wheel, so starting and cancelling allocate nothing.</summary>
internal abstract class WheelTimer
{
    internal WheelTimer? Previous;
    internal WheelTimer? Next;
    internal TimerList? List;
    internal long DueTick;

    /// <summary>Runs on a thread of the clock: it must be short and must not throw.</summary>
    protected internal abstract void Fire();

    /// <summary>The wheel has ended: it will never fire. Who waits for it is to be told.</summary>
    protected internal virtual void Abandoned()
    {
    }
}
