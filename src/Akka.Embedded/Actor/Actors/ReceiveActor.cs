using Akka.Embedded.Cells;

namespace Akka.Actor;

/// <summary>
/// An actor that names a handler per message type, in its constructor or in the action given to Become. The first that fits takes it.
/// </summary>
public abstract class ReceiveActor : UntypedActor
{
    private readonly HandlerList _initial;
    private HandlerList? _configuring;

    protected ReceiveActor() => _configuring = _initial = new HandlerList();

    internal override bool ReceiveInitially(object message) => _initial.Handle(message);

    internal override void EndConfiguration() => _configuring = null;

    protected sealed override void OnReceive(object message) =>
        throw new NotSupportedException("A ReceiveActor handles messages by its Receive handlers.");

    protected void Become(Action configure) => Context.Become(HandlerList.Named(ref _configuring, configure));

    protected void BecomeStacked(Action configure) => Context.BecomeStacked(HandlerList.Named(ref _configuring, configure));

    protected void Receive<T>(Action<T> handler, Predicate<T>? shouldHandle = null) => Add(new ActionHandler<T>(handler, shouldHandle));

    protected void Receive<T>(Predicate<T> shouldHandle, Action<T> handler) => Receive(handler, shouldHandle);

    /// <param name="handler">Returns false to leave the message to the handlers after it.</param>
    protected void Receive<T>(Func<T, bool> handler) => Add(new FuncHandler<T>(handler));

    protected void Receive(Type messageType, Action<object> handler, Predicate<object>? shouldHandle = null) =>
        Add(new TypeHandler(messageType, handler, shouldHandle));

    protected void Receive(Type messageType, Predicate<object> shouldHandle, Action<object> handler) =>
        Receive(messageType, handler, shouldHandle);

    protected void ReceiveAny(Action<object> handler) => Add(new ActionHandler<object>(handler, null));

    protected void ReceiveAsync<T>(Func<T, Task> handler, Predicate<T>? shouldHandle = null) =>
        Add(new ActionHandler<T>(InTask(handler), shouldHandle));

    protected void ReceiveAsync<T>(Predicate<T> shouldHandle, Func<T, Task> handler) => ReceiveAsync(handler, shouldHandle);

    protected void ReceiveAsync(Type messageType, Func<object, Task> handler, Predicate<object>? shouldHandle = null) =>
        Add(new TypeHandler(messageType, InTask(handler), shouldHandle));

    protected void ReceiveAnyAsync(Func<object, Task> handler) => ReceiveAsync(handler);

    private Action<T> InTask<T>(Func<T, Task> handler) => message => RunTask(() => handler(message));

    private void Add(MessageHandler handler) => HandlerList.Add(_configuring, handler, nameof(Receive));
}
