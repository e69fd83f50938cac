using Akka.Embedded.Cells;
using Akka.Event;

namespace Akka.Actor;

/// <summary>Base of all actors: one message at a time, state of its own, failures handled by the parent.</summary>
public abstract class ActorBase
{
    // One for all actors: a delegate of each would cost every idle actor 64 bytes.
    internal static readonly Receive InitialBehavior = message => ActorCell.Current!.Actor!.ReceiveInitially(message);

    private ActorCell? _cell;
    private SupervisorStrategy? _strategy;

    protected ActorBase() => _cell = ActorCell.Current ?? throw new ActorInitializationException(
        $"You cannot create an instance of [{GetType().FullName}] explicitly using the constructor (new). Use ActorOf with Props.");

    /// <exception cref="NotSupportedException">This is not the actor's own code.</exception>
    protected static IActorContext Context => ActorCell.Current ?? throw new NotSupportedException(
        "There is no active ActorContext, this is most likely due to use of async operations from within this actor.");

    protected static Receive EmptyReceive => _ => false;

    protected IActorRef Self => _cell!.Self;

    protected IActorRef Sender => Context.Sender;

    internal SupervisorStrategy Strategy => _strategy ??= _cell!.Props.SupervisorStrategy ?? SupervisorStrategy();

    public virtual void AroundPreStart() => PreStart();

    public virtual void AroundPostStop() => PostStop();

    public virtual void AroundPreRestart(Exception cause, object message) => PreRestart(cause, message);

    public virtual void AroundPostRestart(Exception cause, object message) => PostRestart(cause);

    /// <returns>False for a message that was not handled.</returns>
    protected virtual bool AroundReceive(Receive receive, object message)
    {
        if (ReferenceEquals(receive, InitialBehavior) ? ReceiveInitially(message) : receive(message))
            return true;
        Unhandled(message);
        return false;
    }

    protected abstract bool Receive(object message);

    protected virtual void Unhandled(object message)
    {
        if (message is Terminated terminated)
            throw new DeathPactException(terminated.ActorRef);
        Context.System.EventStream.Publish(new UnhandledMessage(message, Sender, Self));
    }

    protected void Become(Receive receive) => Context.Become(receive);

    protected void BecomeStacked(Receive receive) => Context.BecomeStacked(receive);

    protected void UnbecomeStacked() => Context.UnbecomeStacked();

    protected void SetReceiveTimeout(TimeSpan? timeout) => Context.SetReceiveTimeout(timeout);

    /// <summary>Before the first message.</summary>
    protected virtual void PreStart()
    {
    }

    /// <summary>After the last message.</summary>
    protected virtual void PostStop()
    {
    }

    /// <summary>On the failed instance: stops all children and calls <see cref="PostStop"/> unless overridden.</summary>
    /// <param name="message">What was handled when it failed; null if nothing was.</param>
    protected virtual void PreRestart(Exception reason, object message)
    {
        foreach (var child in Context.GetChildren())
        {
            Context.Unwatch(child);
            Context.Stop(child);
        }
        PostStop();
    }

    /// <summary>On the new instance: calls <see cref="PreStart"/> unless overridden.</summary>
    protected virtual void PostRestart(Exception reason) => PreStart();

    /// <summary>How failures of children are handled.</summary>
    protected virtual SupervisorStrategy SupervisorStrategy() => Akka.Actor.SupervisorStrategy.DefaultStrategy;

    internal void Attach(ActorCell cell) => _cell = cell;

    /// <summary>What handles messages until the first Become.</summary>
    internal virtual bool ReceiveInitially(object message) => Receive(message);

    /// <summary>The constructor is through.</summary>
    internal virtual void EndConfiguration()
    {
    }

    internal bool AroundReceiveInternal(Receive receive, object message) => AroundReceive(receive, message);
}
