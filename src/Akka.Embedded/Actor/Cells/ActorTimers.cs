using Akka.Actor;
using Akka.Embedded.Scheduling;
using Akka.Event;

namespace Akka.Embedded.Cells;

/// <summary>The timers of one actor by key. A signal of a timer that was cancelled or replaced meanwhile is dropped on arrival.</summary>
internal sealed class ActorTimers(ActorCell cell) : ITimerScheduler
{
    private readonly Dictionary<object, ActorTimer> _byKey = [];

    public IReadOnlyCollection<object> ActiveTimers => _byKey.Keys;

    public bool IsTimerActive(object key) => _byKey.ContainsKey(key);

    public void StartPeriodicTimer(object key, object msg, TimeSpan interval) => Start(key, msg, interval, interval, null);

    public void StartPeriodicTimer(object key, object msg, TimeSpan interval, IActorRef sender) =>
        Start(key, msg, interval, interval, sender);

    public void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval) =>
        Start(key, msg, initialDelay, interval, null);

    public void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval, IActorRef sender) =>
        Start(key, msg, initialDelay, interval, sender);

    public void StartSingleTimer(object key, object msg, TimeSpan timeout) => Start(key, msg, timeout, null, null);

    public void StartSingleTimer(object key, object msg, TimeSpan timeout, IActorRef sender) => Start(key, msg, timeout, null, sender);

    public void Cancel(object key)
    {
        if (_byKey.Remove(key, out var timer))
            timer.Stop();
    }

    public void CancelAll()
    {
        foreach (var timer in _byKey.Values)
            timer.Stop();
        _byKey.Clear();
    }

    /// <summary>The message of a signal that still counts, else null.</summary>
    public object? Accept(TimerSignal signal)
    {
        var timer = signal.Timer;
        if (!_byKey.TryGetValue(timer.Key, out var current) || !ReferenceEquals(current, timer))
            return null;
        if (!timer.IsPeriodic)
            _byKey.Remove(timer.Key);
        return timer.Message;
    }

    private void Start(object key, object message, TimeSpan delay, TimeSpan? interval, IActorRef? sender)
    {
        Cancel(key);
        var timer = new ActorTimer(cell, key, message, interval, sender);
        _byKey[key] = timer;
        timer.Start(delay);
    }
}

/// <summary>One timer of an actor; its signal object serves for all its ticks.</summary>
internal sealed class ActorTimer : ScheduledTask
{
    private readonly ActorCell _cell;
    private readonly IActorRef? _sender;
    private readonly TimerSignal _signal;

    public ActorTimer(ActorCell cell, object key, object message, TimeSpan? interval, IActorRef? sender)
        : base(cell.SystemImpl.SchedulerImpl, interval)
    {
        _cell = cell;
        _sender = sender;
        Key = key;
        Message = message;
        IsPeriodic = interval is not null;
        _signal = message is INotInfluenceReceiveTimeout ? new QuietTimerSignal(this) : new TimerSignal(this);
    }

    public object Key { get; }

    public object Message { get; }

    public bool IsPeriodic { get; }

    public new void Stop() => base.Stop();

    protected override void Run() => _cell.Self.Tell(_signal, _sender);
}

internal class TimerSignal(ActorTimer timer) : IAutoReceivedMessage, INoSerializationVerificationNeeded, IDeadLetterSuppression
{
    public ActorTimer Timer { get; } = timer;
}

internal sealed class QuietTimerSignal(ActorTimer timer) : TimerSignal(timer), INotInfluenceReceiveTimeout;
