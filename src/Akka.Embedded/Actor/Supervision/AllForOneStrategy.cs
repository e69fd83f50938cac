using Akka.Embedded.Cells;

namespace Akka.Actor;

/// <summary>Handles all children as the one that failed: for children that cannot go on without each other.</summary>
public class AllForOneStrategy : SupervisorStrategy
{
    /// <param name="maxNrOfRetries">Restarts allowed within the window, after which the child is stopped; null or -1: no limit.</param>
    /// <param name="withinTimeRange">The window; null: the whole life.</param>
    public AllForOneStrategy(int? maxNrOfRetries, TimeSpan? withinTimeRange, Func<Exception, Directive> localOnlyDecider)
        : this(maxNrOfRetries ?? -1, Milliseconds(withinTimeRange), localOnlyDecider)
    {
    }

    public AllForOneStrategy(int? maxNrOfRetries, TimeSpan? withinTimeRange, IDecider decider)
        : this(maxNrOfRetries ?? -1, Milliseconds(withinTimeRange), decider)
    {
    }

    public AllForOneStrategy(
        int maxNrOfRetries, int withinTimeMilliseconds, Func<Exception, Directive> localOnlyDecider, bool loggingEnabled = true)
        : this(maxNrOfRetries, withinTimeMilliseconds, Akka.Actor.Decider.From(localOnlyDecider), loggingEnabled)
    {
    }

    public AllForOneStrategy(int maxNrOfRetries, int withinTimeMilliseconds, IDecider decider, bool loggingEnabled = true)
    {
        MaxNumberOfRetries = maxNrOfRetries;
        WithinTimeRangeMilliseconds = withinTimeMilliseconds;
        Decider = decider;
        LoggingEnabled = loggingEnabled;
    }

    public AllForOneStrategy(Func<Exception, Directive> localOnlyDecider) : this(-1, -1, localOnlyDecider)
    {
    }

    public AllForOneStrategy(IDecider decider) : this(-1, -1, decider)
    {
    }

    public override IDecider Decider { get; }

    public int MaxNumberOfRetries { get; }

    public int WithinTimeRangeMilliseconds { get; }

    internal override void Apply(ActorCell parent, bool restart, InternalActorRef child, Exception cause, Children siblings)
    {
        var now = parent.System.Scheduler.MonotonicClock;
        var all = siblings.All();
        if (restart && Array.TrueForAll(all, sibling => siblings.StatsOf(sibling)
                .RequestRestart(MaxNumberOfRetries, WithinTimeRangeMilliseconds, now)))
        {
            foreach (var sibling in all)
                Restart(sibling, cause, suspendFirst: !ReferenceEquals(sibling, child));
        }
        else
        {
            foreach (var sibling in all)
                parent.Stop(sibling);
        }
    }
}
