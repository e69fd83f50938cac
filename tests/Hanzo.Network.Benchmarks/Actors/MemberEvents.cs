using Akka.Actor;
using Akka.Cluster;

namespace Hanzo.Network.Benchmarks.Actors;

/// <summary>Counts what its node hears of members: changes, and who cannot be reached.</summary>
internal sealed class MemberEvents : UntypedActor
{
    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(Context.System);
    private readonly Log _count;

    public MemberEvents(Log count) => _count = count;

    protected override void PreStart() => _cluster.Subscribe(
        Self,
        ClusterEvent.SubscriptionInitialStateMode.InitialStateAsSnapshot,
        [typeof(ClusterEvent.IMemberEvent), typeof(ClusterEvent.IReachabilityEvent)]);

    protected override void PostStop() => _cluster.Unsubscribe(Self);

    protected override void OnReceive(object message)
    {
        if (message is ClusterEvent.IMemberEvent or ClusterEvent.IReachabilityEvent) _count.Add(message);
    }

    /// <summary>What was heard, in order.</summary>
    internal sealed class Log
    {
        private readonly Lock _gate = new();
        private readonly List<string> _heard = [];

        public void Add(object heard)
        {
            lock (_gate) _heard.Add(heard.ToString()!);
        }

        public string[] All
        {
            get
            {
                lock (_gate) return [.. _heard];
            }
        }
    }
}
