using Akka.Actor;
using Akka.Event;

namespace Akka.Embedded.Cells;

/// <summary>From creation over watches to the end.</summary>
internal sealed partial class ActorCell
{
    private List<SystemMessage>? _postponed;

    private bool IsWaitingForChildren => _children is { Reason: not WaitReason.None };

    public bool IsTerminating => _children is { Reason: WaitReason.Termination } || IsClosed;

    public IActorRef Watch(IActorRef subject) => Watch(subject, null);

    public IActorRef WatchWith(IActorRef subject, object message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return Watch(subject, message);
    }

    public IActorRef Unwatch(IActorRef subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        if (_deathWatch is null || subject.Equals(_self))
            return subject;
        if (_deathWatch.Unwatch(subject))
        {
            InternalActorRef.Of(subject).SendSystemMessage(new UnwatchActor(subject, _self));
            FollowAddresses(subject);
        }
        _deathWatch.TakeQueued(subject, out _);
        return subject;
    }

    protected override void InvokeSystem(SystemMessage message)
    {
        if (MustWait(message))
        {
            (_postponed ??= []).Add(message);
            return;
        }
        try
        {
            Handle(message);
        }
        catch (Exception cause)
        {
            HandleInvokeFailure(cause, (message as ChildFailed)?.Child);
        }
        if (_postponed is not null && !IsClosed)
            RetryPostponed();
    }

    protected override void OnDeadSystemMessage(SystemMessage message)
    {
        if (message is WatchActor watch && watch.Watchee.Equals(_self) && !watch.Watcher.Equals(_self))
            InternalActorRef.Of(watch.Watcher).SendSystemMessage(new DeathWatchNotification(_self, false, false));
    }

    private void Handle(SystemMessage message)
    {
        switch (message)
        {
            case RunContinuation continuation:
                Continue(continuation);
                break;
            case TaskEnded ended:
                EndTask(ended);
                break;
            case DeathWatchNotification notice:
                WatchedActorTerminated(notice);
                break;
            case ChildFailed failed:
                HandleFailed(failed);
                break;
            case CreateActor:
                Create();
                break;
            case WatchActor watch:
                AddWatcher(watch.Watchee, watch.Watcher);
                break;
            case UnwatchActor unwatch:
                RemoveWatcher(unwatch.Watchee, unwatch.Watcher);
                break;
            case RecreateActor recreate:
                Recreate(recreate.Cause);
                break;
            case SuspendActor:
                SuspendMessages();
                SuspendChildren(null);
                break;
            case ResumeActor resume:
                ResumeAfter(resume.CausedByFailure);
                break;
            case AddressTerminated gone:
                ForgetAddress(gone.Address);
                break;
            case StopActor:
                Terminate();
                break;
            default:
                throw new NotSupportedException($"Unknown system message {message.GetType().Name}.");
        }
    }

    // A failed or waiting actor must not take supervision decisions; they follow when it is back.
    private bool MustWait(SystemMessage message) => message switch
    {
        ChildFailed => IsSuspended || IsWaitingForChildren,
        RecreateActor or SuspendActor or ResumeActor => IsWaitingForChildren,
        _ => false,
    };

    private void RetryPostponed()
    {
        var waiting = _postponed!;
        _postponed = null;
        foreach (var message in waiting)
            InvokeSystem(message);
    }

    private void Create()
    {
        try
        {
            _actor = NewActor();
            _actor.AroundPreStart();
        }
        catch (Exception cause)
        {
            ClearActor();
            throw new ActorInitializationException(_self, "Exception during creation", cause);
        }
    }

    private ActorBase NewActor()
    {
        _behavior = null;
        _below = null;
        var actor = Props.NewActor() ?? throw new ActorInitializationException(_self, "Actor instance passed to actorOf can't be 'null'");
        actor.Attach(this);
        actor.EndConfiguration();
        _behavior ??= ActorBase.InitialBehavior;
        if (actor is IActorStash stashing)
            stashing.Stash ??= new ActorStash(this);
        if (actor is IWithTimers timed)
            timed.Timers ??= new ActorTimers(this);
        return actor;
    }

    private void ClearActor()
    {
        var actor = _actor;
        _actor = null;
        if (actor is not null)
            Release(actor);
        ForgetMessage();
        _behavior = null;
        _below = null;
    }

    private void Release(ActorBase actor)
    {
        try
        {
            (actor as IDisposable)?.Dispose();
            Props.Release(actor);
        }
        catch (Exception cause)
        {
            Report(new Error(cause, _self.Path.ToString(), actor.GetType(),
                $"An error occurred while disposing {actor.GetType()}: {cause.Message}"));
        }
    }

    private void Terminate()
    {
        StopReceiveTimeout();
        UnwatchAll();
        foreach (var child in ChildRefs)
            Stop(child);
        var wasTerminating = IsTerminating;
        if (_children is null || !_children.WaitForDying(WaitReason.Termination))
        {
            FinishTerminate();
            return;
        }
        if (wasTerminating)
            return;
        // No ordinary messages while the children end, and no failure of theirs concerns the parent any more.
        SuspendMessages();
        _perpetrator = _self;
    }

    private void FinishTerminate()
    {
        try
        {
            if (_actor is { } actor)
            {
                CancelTimers(actor);
                actor.AroundPostStop();
                (actor as IActorStash)?.Stash?.UnstashAll();
            }
        }
        catch (Exception cause)
        {
            Report(new Error(cause, _self.Path.ToString(), ActorType, cause.Message));
        }
        Close();
        if (IsSubscriber)
            SystemImpl.EventStream.Unsubscribe(_self);
        _parent.SendSystemMessage(new DeathWatchNotification(_self, true, false));
        TellWatchers();
        UnwatchAll();
        ClearActor();
    }

    private IActorRef Watch(IActorRef subject, object? customMessage)
    {
        ArgumentNullException.ThrowIfNull(subject);
        if (subject.Equals(_self) || Watches.IsWatching(subject))
            return subject;
        // Whoever hears of the watch may end it at once by the address.
        Watches.Watch(subject, customMessage);
        FollowAddresses(subject);
        InternalActorRef.Of(subject).SendSystemMessage(new WatchActor(subject, _self));
        return subject;
    }

    private void AddWatcher(IActorRef watchee, IActorRef watcher)
    {
        if (!watchee.Equals(_self))
            Watch(watchee);
        else if (!watcher.Equals(_self) && Watches.AddWatcher(watcher))
            FollowAddresses(watcher);
    }

    private void RemoveWatcher(IActorRef watchee, IActorRef watcher)
    {
        if (!watchee.Equals(_self))
            Unwatch(watchee);
        else if (_deathWatch is not null && _deathWatch.RemoveWatcher(watcher))
            FollowAddresses(watcher);
    }

    private void WatchedActorTerminated(DeathWatchNotification notice)
    {
        if (_deathWatch is not null && _deathWatch.Queue(notice.Actor))
        {
            FollowAddresses(notice.Actor);
            if (IsTerminating)
                _deathWatch.TakeQueued(notice.Actor, out _);
            else
                _self.Tell(new Terminated(notice.Actor, notice.ExistenceConfirmed, notice.AddressTerminated), notice.Actor);
        }
        if (_children is not null && _children.Has(notice.Actor))
            HandleChildTerminated(notice.Actor);
    }

    // Remote watchers first: they may be what keeps the network side alive until they know.
    private void TellWatchers()
    {
        if (_deathWatch is null)
            return;
        foreach (var watcher in _deathWatch.WatchedBy.OrderBy(w => DeathWatch.IsRemote(w) ? 0 : 1))
        {
            if (!watcher.Equals(_parent))
                InternalActorRef.Of(watcher).SendSystemMessage(new DeathWatchNotification(_self, true, false));
        }
        _deathWatch.ClearWatchers();
        FollowAddresses();
    }

    private void UnwatchAll()
    {
        if (_deathWatch is null)
            return;
        foreach (var subject in _deathWatch.Watching)
            InternalActorRef.Of(subject).SendSystemMessage(new UnwatchActor(subject, _self));
        _deathWatch.ClearWatching();
        FollowAddresses();
    }

    private void ForgetAddress(Address address)
    {
        if (_deathWatch is null)
            return;
        foreach (var watcher in _deathWatch.WatchedBy.Where(w => w.Path.Address == address))
            _deathWatch.RemoveWatcher(watcher);
        foreach (var subject in _deathWatch.Watching.Where(s => s.Path.Address == address))
            PostSystem(new DeathWatchNotification(subject, true, true));
        FollowAddresses();
    }

    private void FollowAddresses(IActorRef? changed = null)
    {
        if (changed is null || DeathWatch.IsRemote(changed))
            SystemImpl.AddressTopic.Follow(_self, _deathWatch is { HasRemote: true });
    }
}
