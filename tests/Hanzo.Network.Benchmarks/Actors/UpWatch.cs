using Akka.Actor;
using Akka.Cluster;

namespace Hanzo.Network.Benchmarks.Actors;

/// <summary>Reports once this node knows so many members that are Up.</summary>
internal sealed class UpWatch : ReceiveActor
{
    private readonly HashSet<UniqueAddress> _up = [];
    private readonly int _wanted;
    private readonly TaskCompletionSource _seen;

    public UpWatch(int wanted, TaskCompletionSource seen)
    {
        (_wanted, _seen) = (wanted, seen);
        Receive<ClusterEvent.CurrentClusterState>(state =>
        {
            foreach (var member in state.Members.Where(member => member.Status == MemberStatus.Up)) See(member);
        });
        Receive<ClusterEvent.MemberUp>(up => See(up.Member));
    }

    /// <summary>Completes when it knows them.</summary>
    public static Task Start(ActorSystem system, int wanted)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        system.ActorOf(Props.Create(() => new UpWatch(wanted, seen)));
        return seen.Task;
    }

    protected override void PreStart() => Akka.Cluster.Cluster.Get(Context.System).Subscribe(
        Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsSnapshot, typeof(ClusterEvent.MemberUp));

    private void See(Member member)
    {
        _up.Add(member.UniqueAddress);
        if (_up.Count == _wanted) _seen.TrySetResult();
    }
}
