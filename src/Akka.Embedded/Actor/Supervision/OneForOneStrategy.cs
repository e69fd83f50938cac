using Akka.Embedded.Cells;

namespace Akka.Actor;

/// <summary>Handles the child that failed, and only that one.</summary>
public class OneForOneStrategy : SupervisorStrategy
{
    /// <param name="maxNrOfRetries">Restarts allowed within the window, after which the child is stopped; null or -1: no limit.</param>
    /// <param name="withinTimeRange">The window; null: the whole life.</param>
    public OneForOneStrategy(int? maxNrOfRetries, TimeSpan? withinTimeRange, Func<Exception, Directive> localOnlyDecider)
        : this(maxNrOfRetries ?? -1, Milliseconds(withinTimeRange), localOnlyDecider)
    {
    }

    public OneForOneStrategy(int? maxNrOfRetries, TimeSpan? withinTimeRange, IDecider decider)
        : this(maxNrOfRetries ?? -1, Milliseconds(withinTimeRange), decider)
    {
    }

    public OneForOneStrategy(
        int maxNrOfRetries, int withinTimeMilliseconds, Func<Exception, Directive> localOnlyDecider, bool loggingEnabled = true)
        : this(maxNrOfRetries, withinTimeMilliseconds, Akka.Actor.Decider.From(localOnlyDecider), loggingEnabled)
    {
    }

    public OneForOneStrategy(int maxNrOfRetries, int withinTimeMilliseconds, IDecider decider, bool loggingEnabled = true)
    {
        MaxNumberOfRetries = maxNrOfRetries;
        WithinTimeRangeMilliseconds = withinTimeMilliseconds;
        Decider = decider;
        LoggingEnabled = loggingEnabled;
    }

    public OneForOneStrategy(Func<Exception, Directive> localOnlyDecider) : this(-1, -1, localOnlyDecider)
    {
    }

    public OneForOneStrategy(IDecider decider) : this(-1, -1, decider)
    {
    }

    public OneForOneStrategy(Func<Exception, Directive> localOnlyDecider, bool loggingEnabled = true)
        : this(-1, -1, localOnlyDecider, loggingEnabled)
    {
    }

    public override IDecider Decider { get; }

    public int MaxNumberOfRetries { get; }

    public int WithinTimeRangeMilliseconds { get; }

    internal override void Apply(ActorCell parent, bool restart, InternalActorRef child, Exception cause, Children siblings)
    {
        var now = parent.System.Scheduler.MonotonicClock;
        if (restart && siblings.StatsOf(child).RequestRestart(MaxNumberOfRetries, WithinTimeRangeMilliseconds, now))
            Restart(child, cause, suspendFirst: false);
        else
            parent.Stop(child);
    }
}
