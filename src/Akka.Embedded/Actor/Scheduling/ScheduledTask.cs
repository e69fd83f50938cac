using Akka.Actor;

namespace Akka.Embedded.Scheduling;

/// <summary>One entry of the public scheduler, once or at a fixed rate.</summary>
internal abstract class ScheduledTask(Scheduler scheduler, TimeSpan? interval) : WheelTimer
{
    private ICancelable? _cancelable;
    private CancellationTokenRegistration _registration;
    private TimeSpan _due;
    private volatile bool _stopped;

    public void Start(TimeSpan delay)
    {
        _due = scheduler.Wheel.Elapsed + delay;
        scheduler.Wheel.Start(this, delay);
    }

    public void StopOn(ICancelable cancelable)
    {
        _cancelable = cancelable;
        _registration = cancelable.Token.UnsafeRegister(static task => ((ScheduledTask)task!).Stop(), this);
    }

    protected abstract void Run();

    protected internal sealed override void Fire()
    {
        if (_stopped || _cancelable is { IsCancellationRequested: true })
            return;
        try
        {
            Run();
        }
        catch (Exception e)
        {
            // As in Akka.NET, a failing action is reported and not repeated.
            scheduler.ReportFailure(e);
            return;
        }
        if (interval is { } period && !_stopped)
            Again(period);
        else
            _registration.Dispose();
    }

    private void Again(TimeSpan period)
    {
        _due += period;
        var wait = _due - scheduler.Wheel.Elapsed;
        scheduler.Wheel.Start(this, wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
        if (_stopped)
            scheduler.Wheel.Cancel(this);
    }

    protected void Stop()
    {
        _stopped = true;
        scheduler.Wheel.Cancel(this);
    }
}

internal sealed class ScheduledTell(Scheduler scheduler, TimeSpan? interval, ICanTell receiver, object message, IActorRef? sender)
    : ScheduledTask(scheduler, interval)
{
    protected override void Run() => receiver.Tell(message, sender);
}

internal sealed class ScheduledAction(Scheduler scheduler, TimeSpan? interval, Action action) : ScheduledTask(scheduler, interval)
{
    protected override void Run() => action();
}
