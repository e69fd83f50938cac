using Akka.Embedded.Scheduling;

namespace Akka.Actor;

/// <summary>Watches one actor from outside of actors. The task tells whether it ended or the watch was given up.</summary>
internal sealed class TerminationRef(ActorRefProvider provider, InternalActorRef target) : TempActorRef(provider), IThreadPoolWorkItem
{
    private readonly TaskCompletionSource<bool> _result = new();
    private CancellationTokenRegistration _cancellation;
    private GiveUpTimer? _timer;
    private bool _ended;
    private int _done;

    public Task<bool> Result => _result.Task;

    protected override bool IsOver => Volatile.Read(ref _done) != 0;

    public void Start(TimeSpan? timeout, CancellationToken cancellationToken)
    {
        target.SendSystemMessage(new WatchActor(target, this));
        if (timeout is { } limit && limit > TimeSpan.Zero)
        {
            _timer = new GiveUpTimer(this);
            Provider.System.SchedulerImpl.Wheel.Start(_timer, limit);
        }
        _cancellation = cancellationToken.UnsafeRegister(static watch => ((TerminationRef)watch!).Finish(false), this);
    }

    public override void Tell(object message, IActorRef? sender) => Provider.DeadLettersRef.Accept(message, sender, this);

    public override void SendSystemMessage(SystemMessage message)
    {
        if (message is DeathWatchNotification notice && notice.Actor.Equals(target))
            Finish(true);
    }

    void IThreadPoolWorkItem.Execute()
    {
        _result.TrySetResult(_ended);
    }

    private void Finish(bool ended)
    {
        if (Interlocked.Exchange(ref _done, 1) != 0)
            return;
        _ended = ended;
        if (!ended)
            target.SendSystemMessage(new UnwatchActor(target, this));
        if (_timer is not null)
            Provider.System.SchedulerImpl.Wheel.Cancel(_timer);
        _cancellation.Unregister();
        Unregister();
        Provider.System.Executor.Execute(this);
    }

    private sealed class GiveUpTimer(TerminationRef watch) : WheelTimer
    {
        protected internal override void Fire() => watch.Finish(false);

        protected internal override void Abandoned() => watch.Finish(false);
    }
}
