using Akka.Actor;
using Akka.Cluster;
using Akka.Embedded.Membership;

namespace Akka.Embedded.Sharding;

/// <summary>The members of the cluster as far as sharding cares: those with a role, by age.</summary>
internal sealed class RoleView(UniqueAddress self, string? role)
{
    private readonly MembersByAge _members = new(self, role);
    private readonly HashSet<UniqueAddress> _unreachable = [];

    /// <summary>The own node is or was a full member.</summary>
    public bool SelfUp { get; private set; }

    public Member? Self => _members.Self;

    /// <summary>Members that may host shards, in any status.</summary>
    public IEnumerable<Member> Members => _members.All;

    /// <summary>Where the coordinator runs; null while no member is Up.</summary>
    public Member? Oldest { get; private set; }

    /// <summary>More than half of the full members can be reached.</summary>
    public bool MajorityReachable
    {
        get
        {
            var full = _members.All.Where(member => member.Status is MemberStatus.Up or MemberStatus.Leaving).ToList();
            return 2 * full.Count(member => !_unreachable.Contains(member.UniqueAddress)) > full.Count;
        }
    }

    public static string NodeName(Address address, int uid) => $"{address}#{uid}";

    public static string NodeName(Member member) => NodeName(member.Address, member.UniqueAddress.Uid);

    /// <summary>A member that is down hosts nothing any more, whatever is still said of it; regions of this node have no address.</summary>
    public bool MayHost(Address address) =>
        address.HasLocalScope
        || _members.All.Any(member => member.Address.Equals(address) && member.Status is not (MemberStatus.Down or MemberStatus.Removed));

    /// <summary>A member older than this node that may still coordinate, or not know yet that it does no more.</summary>
    public bool HasOlderThan(Member member) =>
        _members.OlderThan(member).Any(other => other.Status is MemberStatus.Up or MemberStatus.Leaving);

    public void Apply(ClusterEvent.CurrentClusterState state)
    {
        _members.Apply(state);
        _unreachable.Clear();
        foreach (var member in state.Unreachable)
            _unreachable.Add(member.UniqueAddress);
        Follow();
    }

    public void Apply(ClusterEvent.IMemberEvent change)
    {
        _members.Apply(change);
        if (change.Member.Status == MemberStatus.Removed)
            _unreachable.Remove(change.Member.UniqueAddress);
        Follow();
    }

    public void Apply(ClusterEvent.ReachabilityEvent change)
    {
        if (change is ClusterEvent.UnreachableMember)
            _unreachable.Add(change.Member.UniqueAddress);
        else
            _unreachable.Remove(change.Member.UniqueAddress);
    }

    private void Follow()
    {
        SelfUp |= Self?.Status is MemberStatus.Up or MemberStatus.Leaving or MemberStatus.Exiting;
        Oldest = _members.Oldest(member => member.Status == MemberStatus.Up);
    }
}
