using Akka.Actor;
using Akka.Event;

namespace Akka.Embedded.Scheduling;

/// <summary>The scheduler of a system: messages and actions over one <see cref="TimerWheel"/>.</summary>
internal sealed class Scheduler(TimeProvider time, LoggingBus log) : IScheduler, IAdvancedScheduler, IDisposable
{
    public TimerWheel Wheel { get; } = new(time);

    public TimeProvider Time => time;

    public DateTimeOffset Now => time.GetUtcNow();

    public TimeSpan MonotonicClock => Wheel.Elapsed;

    public TimeSpan HighResMonotonicClock => Wheel.Elapsed;

    public IAdvancedScheduler Advanced => this;

    public void ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef? sender) =>
        ScheduleTellOnce(delay, receiver, message, sender, null);

    public void ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef? sender, ICancelable? cancelable) =>
        Start(new ScheduledTell(this, null, receiver, message, sender), delay, cancelable);

    public void ScheduleTellRepeatedly(TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef? sender) =>
        ScheduleTellRepeatedly(initialDelay, interval, receiver, message, sender, null);

    public void ScheduleTellRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef? sender, ICancelable? cancelable) =>
        Start(new ScheduledTell(this, ValidInterval(interval), receiver, message, sender), initialDelay, cancelable);

    public void ScheduleOnce(TimeSpan delay, Action action) => ScheduleOnce(delay, action, null);

    public void ScheduleOnce(TimeSpan delay, Action action, ICancelable? cancelable) =>
        Start(new ScheduledAction(this, null, action), delay, cancelable);

    public void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action) =>
        ScheduleRepeatedly(initialDelay, interval, action, null);

    public void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable? cancelable) =>
        Start(new ScheduledAction(this, ValidInterval(interval), action), initialDelay, cancelable);

    public void Dispose() => Wheel.Dispose();

    internal void ReportFailure(Exception cause) =>
        log.Publish(new Error(cause, "scheduler", typeof(Scheduler), "A scheduled action failed."));

    private void Start(ScheduledTask task, TimeSpan delay, ICancelable? cancelable)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        if (cancelable is { IsCancellationRequested: true })
            return;
        task.Start(delay);
        if (cancelable is not null)
            task.StopOn(cancelable);
    }

    private static TimeSpan ValidInterval(TimeSpan interval)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(interval, TimeSpan.Zero);
        return interval;
    }
}
