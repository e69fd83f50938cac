using Akka.Actor;
using Akka.Cluster;
using Akka.Embedded.Sharding.Protocol;

namespace Akka.Embedded.Sharding.Regions;

/// <summary>
/// How a region reaches its coordinator: whom it has met, where to look for the next, and when to say again what may be lost. While it
/// searches it asks often at first.
/// </summary>
internal sealed class CoordinatorLink(IActorContext context, IReadOnlyList<string> path, TimeSpan retryInterval)
{
    private static readonly TimeSpan FirstSearchInterval = TimeSpan.FromMilliseconds(100);

    private readonly IActorRef _self = context.Self;
    private UniqueAddress? _oldest;
    private ICancelable? _retry;
    private TimeSpan _searchInterval = FirstSearchInterval;

    public IActorRef? Coordinator { get; private set; }

    public void Send(IShardingMessage message) => Coordinator?.Tell(message, _self);

    public void Meet(IActorRef coordinator)
    {
        if (coordinator.Equals(Coordinator))
            return;
        Lose();
        Coordinator = context.Watch(coordinator);
    }

    public void Lose()
    {
        if (Coordinator is not null)
            context.Unwatch(Coordinator);
        Coordinator = null;
        _searchInterval = FirstSearchInterval;
    }

    /// <returns>True when another member than before is the oldest.</returns>
    public bool Follow(Member? oldest)
    {
        if (Equals(oldest?.UniqueAddress, _oldest))
            return false;
        _oldest = oldest?.UniqueAddress;
        return true;
    }

    public void Search()
    {
        if (_oldest is not null)
            context.ActorSelection(new RootActorPath(_oldest.Address) / path).Tell(FindCoordinator.Instance, _self);
    }

    public void ForgetRetry()
    {
        _retry?.Cancel();
        _retry = null;
    }

    /// <summary>Unless it is scheduled already.</summary>
    public void ScheduleRetry(bool registered, object message)
    {
        if (_retry is not null)
            return;
        var interval = retryInterval;
        if (!registered && _searchInterval < interval)
        {
            interval = _searchInterval;
            _searchInterval *= 2;
        }

        _retry = context.System.Scheduler.ScheduleTellOnceCancelable(interval, _self, message, _self);
    }
}
