using Akka.Embedded.Cells;
using Akka.Event;

namespace Akka.Actor;

/// <summary>How an actor handles failures of its children.</summary>
public abstract class SupervisorStrategy
{
    /// <summary>Stops what could not be created, was killed or broke a death pact; restarts everything else.</summary>
    public static readonly IDecider DefaultDecider = Akka.Actor.Decider.From(
        Directive.Restart,
        Directive.Stop.When<ActorInitializationException>(),
        Directive.Stop.When<ActorKilledException>(),
        Directive.Stop.When<DeathPactException>());

    /// <summary>One for one, without limit, by <see cref="DefaultDecider"/>.</summary>
    public static readonly SupervisorStrategy DefaultStrategy = new OneForOneStrategy(DefaultDecider);

    /// <summary>Stops every child that fails.</summary>
    public static readonly OneForOneStrategy StoppingStrategy = new(_ => Directive.Stop);

    private protected SupervisorStrategy()
    {
    }

    public abstract IDecider Decider { get; }

    protected bool LoggingEnabled { get; set; } = true;

    protected virtual Directive Handle(IActorRef child, Exception exception) => Decider.Decide(exception);

    protected virtual void LogFailure(IActorContext context, IActorRef child, Exception cause, Directive directive)
    {
        if (!LoggingEnabled || directive == Directive.Escalate)
            return;
        var source = child.Path.ToString();
        var text = cause is ActorInitializationException { InnerException: { } inner } ? inner.Message : cause.Message;
        context.System.EventStream.Publish(directive == Directive.Resume
            ? new Warning(source, GetType(), text)
            : new Error(cause, source, GetType(), text));
    }

    /// <returns>False to escalate.</returns>
    internal bool HandleFailure(ActorCell parent, InternalActorRef child, Exception cause, Children siblings)
    {
        var directive = Handle(child, cause);
        LogFailure(parent, child, cause, directive);
        switch (directive)
        {
            case Directive.Escalate:
                return false;
            case Directive.Resume:
                child.Resume(cause);
                return true;
            default:
                Apply(parent, directive == Directive.Restart, child, cause, siblings);
                return true;
        }
    }

    /// <summary>The child has ended and its name is free.</summary>
    internal virtual void HandleChildTerminated(ActorCell parent, IActorRef child)
    {
    }

    /// <summary>Restarts or stops what this strategy says fails together with <paramref name="child"/>.</summary>
    internal abstract void Apply(ActorCell parent, bool restart, InternalActorRef child, Exception cause, Children siblings);

    private protected static void Restart(InternalActorRef child, Exception cause, bool suspendFirst)
    {
        if (suspendFirst)
            child.Suspend();
        child.Restart(cause);
    }

    private protected static int Milliseconds(TimeSpan? window) => window is { } value ? (int)value.TotalMilliseconds : -1;
}
