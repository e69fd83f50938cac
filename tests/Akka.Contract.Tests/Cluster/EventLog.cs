using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Cluster;
using Akka.Contract.Tests.Support;

namespace Akka.Contract.Tests.Cluster;

/// <summary>Keeps what a node tells its subscribers.</summary>
internal sealed class EventLog
{
    private readonly ConcurrentQueue<object> _all = new();

    public EventLog(
        Akka.Cluster.Cluster node,
        ClusterEvent.SubscriptionInitialStateMode mode = ClusterEvent.SubscriptionInitialStateMode.InitialStateAsSnapshot,
        params Type[] to)
    {
        Actor = node.System.ActorOf(Props.Create(() => new Keeper(_all)));
        node.Subscribe(Actor, mode, to.Length == 0 ? [typeof(ClusterEvent.IClusterDomainEvent)] : to);
    }

    public IActorRef Actor { get; }

    public IReadOnlyList<object> All => [.. _all];

    public ClusterEvent.CurrentClusterState? Snapshot => _all.OfType<ClusterEvent.CurrentClusterState>().FirstOrDefault();

    public Task Ready() => Eventually.Is(() => !_all.IsEmpty, "the subscription has begun");

    public IReadOnlyList<ClusterEvent.IMemberEvent> Of(Address address) =>
        [.. _all.OfType<ClusterEvent.IMemberEvent>().Where(e => e.Member.Address.Equals(address))];

    private sealed class Keeper(ConcurrentQueue<object> all) : UntypedActor
    {
        protected override void OnReceive(object message) => all.Enqueue(message);
    }
}
