using Akka.Actor;
using Akka.Cluster;

namespace Akka.Embedded.Sharding;

/// <summary>The members of the cluster as far as sharding cares: those with a role, by age.</summary>
internal sealed class RoleView(UniqueAddress self, string? role)
{
    private readonly SortedDictionary<UniqueAddress, Member> _members = [];
    private readonly HashSet<UniqueAddress> _unreachable = [];

    /// <summary>The own node is or was a full member.</summary>
    public bool SelfUp { get; private set; }

    public Member? Self { get; private set; }

    /// <summary>Members that may host shards, in any status.</summary>
    public IEnumerable<Member> Members => _members.Values;

    /// <summary>Where the coordinator runs; null while no member is Up.</summary>
    public Member? Oldest { get; private set; }

    /// <summary>More than half of the full members can be reached.</summary>
    public bool MajorityReachable
    {
        get
        {
            var full = _members.Values.Where(member => member.Status is MemberStatus.Up or MemberStatus.Leaving).ToList();
            return 2 * full.Count(member => !_unreachable.Contains(member.UniqueAddress)) > full.Count;
        }
    }

    public static string NodeName(Address address, int uid) => $"{address}#{uid}";

    public static string NodeName(Member member) => NodeName(member.Address, member.UniqueAddress.Uid);

    /// <summary>A member older than this node that may still coordinate, or not know yet that it does no more.</summary>
    public bool HasOlderThan(Member member) => _members.Values.Any(other =>
        other.Status is MemberStatus.Up or MemberStatus.Leaving && !other.Equals(member) && other.IsOlderThan(member));

    public void Apply(ClusterEvent.CurrentClusterState state)
    {
        _members.Clear();
        _unreachable.Clear();
        foreach (var member in state.Members)
            Set(member);
        foreach (var member in state.Unreachable)
            _unreachable.Add(member.UniqueAddress);
        FindOldest();
    }

    public void Apply(ClusterEvent.IMemberEvent change)
    {
        if (change.Member.Status == MemberStatus.Removed)
            Remove(change.Member.UniqueAddress);
        else
            Set(change.Member);
        FindOldest();
    }

    public void Apply(ClusterEvent.ReachabilityEvent change)
    {
        if (change is ClusterEvent.UnreachableMember)
            _unreachable.Add(change.Member.UniqueAddress);
        else
            _unreachable.Remove(change.Member.UniqueAddress);
    }

    private void Set(Member member)
    {
        if (role is null || member.HasRole(role))
            _members[member.UniqueAddress] = member;
        if (!member.UniqueAddress.Equals(self))
            return;
        Self = member;
        SelfUp |= member.Status is MemberStatus.Up or MemberStatus.Leaving or MemberStatus.Exiting;
    }

    private void Remove(UniqueAddress node)
    {
        _members.Remove(node);
        _unreachable.Remove(node);
    }

    private void FindOldest()
    {
        Member? oldest = null;
        foreach (var member in _members.Values)
        {
            if (member.Status == MemberStatus.Up && (oldest is null || member.IsOlderThan(oldest)))
                oldest = member;
        }

        Oldest = oldest;
    }
}
