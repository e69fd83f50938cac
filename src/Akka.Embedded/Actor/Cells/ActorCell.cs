using Akka.Actor;
using Akka.Event;

namespace Akka.Embedded.Cells;

/// <summary>
/// One living actor: its behaviour, its children and its part in supervision. This part is what the actor sees as its context and
/// how it takes messages; lifecycle and failures are in the other parts.
/// </summary>
internal sealed partial class ActorCell : Mailbox, IUntypedActorContext
{
    [ThreadStatic]
    private static ActorCell? _current;

    private readonly LocalActorRef _self;
    private readonly InternalActorRef _parent;
    private ActorBase? _actor;
    private Receive? _behavior;
    private BehaviorBelow? _below;
    private Children? _children;
    private DeathWatch? _deathWatch;
    private ReceiveTimeoutTimer? _receiveTimeout;
    private Task? _pendingTask;
    private IActorRef? _sender;

    public ActorCell(ActorSystemImpl system, LocalActorRef self, Props props, InternalActorRef parent)
    {
        SystemImpl = system;
        _self = self;
        _parent = parent;
        Props = props;
    }

    /// <summary>The cell whose code runs on this thread, null outside of actors.</summary>
    public static ActorCell? Current
    {
        get => _current;
        internal set => _current = value;
    }

    public ActorSystemImpl SystemImpl { get; }

    public Props Props { get; }

    public IActorRef Self => _self;

    public IActorRef Parent => _parent;

    public InternalActorRef ParentRef => _parent;

    public IActorRef Sender => _sender ?? SystemImpl.DeadLetters;

    public ActorSystem System => SystemImpl;

    public object? CurrentMessage { get; private set; }

    /// <summary>Tells one message from the next, so that none is stashed twice.</summary>
    public int MessageNumber { get; private set; }

    public ActorBase? Actor => _actor;

    /// <summary>Whether the event stream must forget the actor when it ends.</summary>
    public bool IsSubscriber { get; set; }

    TimeSpan? IActorContext.ReceiveTimeout => _receiveTimeout?.Timeout is { } timeout && timeout > TimeSpan.Zero ? timeout : null;

    /// <summary>Grows with each child that comes or goes.</summary>
    public int ChildChanges => _children?.Changes ?? 0;

    public IReadOnlyList<IActorRef> ChildRefs => _children is null ? [] : _children.All();

    protected override int Throughput => SystemImpl.Throughput;

    public IEnumerable<IActorRef> GetChildren() => ChildRefs;

    public IActorRef Child(string name) => GetSingleChild(name);

    /// <summary>The child of that name (with <c>#uid</c>: that incarnation), or Nobody.</summary>
    public InternalActorRef GetSingleChild(string name)
    {
        if (_children is null || !PathText.TrySplitUid(name, true, out var bare, out var uid) || !_children.TryGet(bare, out var child))
            return ActorRefs.NobodyRef;
        return uid == 0 || uid == child.Path.Uid ? child : ActorRefs.NobodyRef;
    }

    public IActorRef ActorOf(Props props, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(props);
        if (name is not null && !ActorPath.IsValidPathElement(name))
            throw new InvalidActorNameException($"Illegal actor name [{name}]. {PathText.NameRule}");
        return AttachChild(props, name);
    }

    /// <summary>As ActorOf, for names of the runtime, which may begin with <c>$</c>.</summary>
    public IActorRef AttachChild(Props props, string? name)
    {
        if (IsClosed)
            throw Children.Closed();
        var children = _children ?? Interlocked.CompareExchange(ref _children, new Children(), null) ?? _children;
        name = children.Reserve(name);
        try
        {
            var path = new ChildActorPath(_self.Path, name, SystemImpl.Random.NextUid());
            var child = SystemImpl.ProviderImpl.ActorOf(SystemImpl, props, _self, path);
            children.Add(child);
            child.SendSystemMessage(new CreateActor());
            return child;
        }
        catch
        {
            children.Release(name);
            throw;
        }
    }

    public ActorSelection ActorSelection(ActorPath actorPath) => ActorSelections.Of(actorPath, SystemImpl);

    public ActorSelection ActorSelection(string actorPath) => ActorSelections.Of(actorPath, SystemImpl, _self);

    public void Stop(IActorRef child)
    {
        _children?.MarkDying(child);
        InternalActorRef.Of(child).Stop();
    }

    // The initial behaviour stays at the bottom: UnbecomeStacked leads back to it even after a plain Become.
    public void Become(Receive receive)
    {
        _below ??= new BehaviorBelow(_behavior, null);
        _behavior = receive;
    }

    public void Become(UntypedReceive receive) => Become(Handled(receive));

    public void BecomeStacked(UntypedReceive receive) => BecomeStacked(Handled(receive));

    public void BecomeStacked(Receive receive)
    {
        _below = new BehaviorBelow(_behavior, _below);
        _behavior = receive;
    }

    public void UnbecomeStacked()
    {
        if (_below is not { } below)
            return;
        _behavior = below.Behavior ?? ActorBase.InitialBehavior;
        _below = below.Next;
    }

    public void SetReceiveTimeout(TimeSpan? timeout)
    {
        if (timeout is { } value && value > TimeSpan.Zero)
            (_receiveTimeout ??= new ReceiveTimeoutTimer(this, SystemImpl.SchedulerImpl.Wheel)).Set(value);
        else
            StopReceiveTimeout();
    }

    /// <summary>Puts stashed messages back to the front of the mailbox.</summary>
    public void PutBack(IReadOnlyList<Envelope> envelopes)
    {
        Prepend(envelopes);
        foreach (var envelope in envelopes)
        {
            if (envelope.Message is Terminated terminated)
                Watches.Requeue(terminated.ActorRef);
        }
    }

    protected override void Schedule() => SystemImpl.Executor.Execute(this);

    protected override object? BeginTurn()
    {
        var outer = _current;
        _current = this;
        return outer;
    }

    protected override void EndTurn(object? outer) => _current = (ActorCell?)outer;

    protected override void Invoke(object message, IActorRef? sender)
    {
        MessageNumber++;
        CurrentMessage = message;
        _sender = sender;
        if (_receiveTimeout is not null)
            NoteActivity(message);
        try
        {
            if (message is IAutoReceivedMessage)
                AutoReceive(message);
            else
                _actor!.AroundReceiveInternal(_behavior!, message);
            if (_pendingTask is null)
                ForgetMessage();
        }
        catch (Exception cause)
        {
            HandleInvokeFailure(cause);
        }
    }

    protected override void OnDeadLetter(object message, IActorRef? sender)
    {
        // A subscriber of dead letters that has ended would get the letter about its letter, and so on for ever.
        if (message is not AllDeadLetters)
        {
            SystemImpl.ProviderImpl.DeadLettersRef.Accept(message, sender, _self);
        }
    }

    private DeathWatch Watches => _deathWatch ??= new DeathWatch();

    private static Receive Handled(UntypedReceive receive) => message =>
    {
        receive(message);
        return true;
    };

    private void ForgetMessage()
    {
        CurrentMessage = null;
        _sender = null;
    }

    private void AutoReceive(object message)
    {
        switch (message)
        {
            case TimerSignal signal:
                ReceiveTimerSignal(signal);
                break;
            case Terminated terminated:
                if (_deathWatch is not null && _deathWatch.TakeQueued(terminated.ActorRef, out var custom))
                    Receive(custom ?? terminated);
                break;
            case PoisonPill:
                _self.Stop();
                break;
            case Kill:
                throw new ActorKilledException("Kill");
            case Identify identify:
                Sender.Tell(new ActorIdentity(identify.MessageId, _self), _self);
                break;
            case ActorSelectionMessage selection:
                ActorSelections.Deliver(_self, Sender, selection);
                break;
            default:
                Receive(message);
                break;
        }
    }

    private void Receive(object message) => _actor!.AroundReceiveInternal(_behavior!, message);

    private void ReceiveTimerSignal(TimerSignal signal)
    {
        if ((_actor as IWithTimers)?.Timers is not ActorTimers timers || timers.Accept(signal) is not { } message)
            return;
        CurrentMessage = message;
        if (message is IAutoReceivedMessage)
            AutoReceive(message);
        else
            Receive(message);
    }

    private void NoteActivity(object message)
    {
        if (message is ReceiveTimeout)
            _receiveTimeout!.Restart();
        else if (message is not INotInfluenceReceiveTimeout)
            _receiveTimeout!.Touch();
    }

    private void StopReceiveTimeout()
    {
        _receiveTimeout?.Stop();
        _receiveTimeout = null;
    }
}

/// <summary>A behaviour to go back to; null stands for the initial one.</summary>
internal sealed record BehaviorBelow(Receive? Behavior, BehaviorBelow? Next);
