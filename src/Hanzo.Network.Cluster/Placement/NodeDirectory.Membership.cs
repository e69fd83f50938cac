using Akka.Actor;
using Akka.Cluster;
using Hanzo.Network.Cluster.Joining;
using static Hanzo.Network.Cluster.Placement.DirectoryProtocol;
using static Hanzo.Network.Cluster.Registry.RegistryProtocol;

namespace Hanzo.Network.Cluster.Placement;

/// <summary>Who is a member, and in what life.</summary>
internal sealed partial class NodeDirectory
{
    private void ReceiveMembership()
    {
        Receive<ClusterEvent.CurrentClusterState>(OnState);
        Receive<ClusterEvent.IMemberEvent>(OnMember);
        Receive<ClusterEvent.IReachabilityEvent>(OnReachability);
    }

    private void OnState(ClusterEvent.CurrentClusterState state)
    {
        foreach (var member in state.Members)
        {
            Change(s => With(s, member));
            Watch(member);
        }

        foreach (var member in state.Unreachable)
            Change(s => s.Reachability(Key(member.UniqueAddress), member.UniqueAddress.Uid, false));
        PingDue();
        Publish();
    }

    private void OnMember(ClusterEvent.IMemberEvent changed)
    {
        var (member, address, gone) = (changed.Member, changed.Member.UniqueAddress, Clock);
        var left = member.Status is MemberStatus.Removed or MemberStatus.Down;
        Change(s => left ? s.Gone(Key(address), address.Uid, gone) : With(s, member));
        if (left)
        {
            _watched.Remove(address);
            PutInOtherLife(address);
        }
        else
        {
            Watch(member);
            Ping(Key(address));
        }

        ChangeAndPublish(s => s.Tick(Now, _settings.Health));
        if (changed is ClusterEvent.MemberRemoved)
            Context.System.EventStream.Publish(new DirectoryChanged(_state.Snapshot, IsRemoval: true));
    }

    /// <summary>While both lives of a node were members, what the other one said may have been taken for that of a stranger.</summary>
    private void PutInOtherLife(UniqueAddress gone)
    {
        foreach (var member in _cluster.State.Members)
        {
            var life = member.UniqueAddress;
            if (!life.Address.Equals(gone.Address) || life.Uid == gone.Uid || member.Status is MemberStatus.Removed or MemberStatus.Down)
                continue;
            Change(s => With(s, member));
            _watched.Again(member);
        }
    }

    private void OnReachability(ClusterEvent.IReachabilityEvent changed)
    {
        var member = ((ClusterEvent.ReachabilityEvent)changed).Member;
        var reachable = changed is ClusterEvent.ReachableMember;
        ChangeAndPublish(s => s.Reachability(Key(member.UniqueAddress), member.UniqueAddress.Uid, reachable).Tick(Now, _settings.Health));
    }

    /// <summary>A newcomer tells all others at once who it is; they would hear of it only by and by, as replicators gossip.</summary>
    private void Watch(Member member)
    {
        var isSelf = member.UniqueAddress.Equals(_cluster.SelfUniqueAddress);
        if (isSelf && member.Status is MemberStatus.Up) _nodes.Tell(new Describe(_self, Everywhere: true));
        _watched.Add(member);
    }

    private static DirectoryState With(DirectoryState state, Member member) => state.Member(
        Key(member.UniqueAddress), member.UniqueAddress.Uid, MembershipOf(member.Status), NodeRole.NodeIdOf(member));

    private static NodeMembership MembershipOf(MemberStatus status) => status switch
    {
        MemberStatus.Up => NodeMembership.Up,
        MemberStatus.Joining or MemberStatus.WeaklyUp => NodeMembership.Joining,
        _ => NodeMembership.Leaving,
    };
}
