using Akka.Actor;
using Akka.Embedded.Cells;

namespace Akka.Persistence;

/// <summary>A persistent actor with one handler for commands and one for what is recovered.</summary>
public abstract class UntypedPersistentActor : Eventsourced
{
    protected static new IUntypedActorContext Context => (IUntypedActorContext)ActorBase.Context;

    protected override bool Receive(object message) => ReceiveCommand(message);

    protected override bool ReceiveCommand(object message)
    {
        OnCommand(message);
        return true;
    }

    protected override bool ReceiveRecover(object message)
    {
        OnRecover(message);
        return true;
    }

    protected abstract void OnCommand(object message);

    protected abstract void OnRecover(object message);

    protected void Become(UntypedReceive receive) => Context.Become(receive);

    protected void BecomeStacked(UntypedReceive receive) => Context.BecomeStacked(receive);
}

/// <summary>A persistent actor that names a handler per type, in its constructor or in the action given to Become.</summary>
public abstract class ReceivePersistentActor : UntypedPersistentActor
{
    private readonly HandlerList _recover = new();
    private readonly HandlerList _initial;
    private HandlerList? _configuring;

    protected ReceivePersistentActor() => _configuring = _initial = new HandlerList();

    internal override bool ReceiveInitially(object message) => _initial.Handle(message);

    internal override void EndConfiguration() => _configuring = null;

    protected sealed override bool ReceiveCommand(object message) => _initial.Handle(message);

    protected sealed override bool ReceiveRecover(object message) => _recover.Handle(message);

    protected sealed override void OnCommand(object message) =>
        throw new NotSupportedException("Commands are handled by the Command handlers.");

    protected sealed override void OnRecover(object message) =>
        throw new NotSupportedException("Events are handled by the Recover handlers.");

    protected void Recover<T>(Action<T> handler, Predicate<T>? shouldHandle = null) =>
        _recover.Add(new ActionHandler<T>(handler, shouldHandle));

    protected void Recover<T>(Predicate<T> shouldHandle, Action<T> handler) => Recover(handler, shouldHandle);

    protected void RecoverAny(Action<object> handler) => Recover(handler);

    protected void Command<T>(Action<T> handler, Predicate<T>? shouldHandle = null) => Add(new ActionHandler<T>(handler, shouldHandle));

    protected void Command<T>(Predicate<T> shouldHandle, Action<T> handler) => Command(handler, shouldHandle);

    /// <param name="handler">Returns false to leave the message to the handlers after it.</param>
    protected void Command<T>(Func<T, bool> handler) => Add(new FuncHandler<T>(handler));

    protected void CommandAny(Action<object> handler) => Command(handler, null);

    /// <summary>Only commands change; what is recovered goes to the handlers of the constructor.</summary>
    protected void Become(Action configure) => Context.Become(HandlerList.Named(ref _configuring, configure));

    protected void BecomeStacked(Action configure) => Context.BecomeStacked(HandlerList.Named(ref _configuring, configure));

    private void Add(MessageHandler handler) => HandlerList.Add(_configuring, handler, nameof(Command));
}
