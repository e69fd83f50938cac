using Akka.Cluster;

namespace Akka.Embedded.Membership;

/// <summary>The members with a role, in any status, as one node sees them. Age counts from becoming Up.</summary>
internal sealed class MembersByAge(UniqueAddress self, string? role)
{
    private readonly SortedDictionary<UniqueAddress, Member> _members = [];

    /// <summary>The own node, also without the role; as last seen once it is removed.</summary>
    public Member? Self { get; private set; }

    /// <summary>By address.</summary>
    public IEnumerable<Member> All => _members.Values;

    public bool Contains(UniqueAddress node) => _members.ContainsKey(node);

    /// <summary>Null when none is as wanted.</summary>
    public Member? Oldest(Predicate<Member> wanted)
    {
        Member? oldest = null;
        foreach (var member in _members.Values)
        {
            if (wanted(member) && (oldest is null || member.IsOlderThan(oldest)))
                oldest = member;
        }

        return oldest;
    }

    public IEnumerable<Member> OlderThan(Member member) =>
        _members.Values.Where(other => !other.Equals(member) && other.IsOlderThan(member));

    public void Apply(ClusterEvent.CurrentClusterState state)
    {
        _members.Clear();
        foreach (var member in state.Members)
            Set(member);
    }

    public void Apply(ClusterEvent.IMemberEvent change)
    {
        if (change.Member.Status == MemberStatus.Removed)
            _members.Remove(change.Member.UniqueAddress);
        else
            Set(change.Member);
    }

    private void Set(Member member)
    {
        if (role is null || member.HasRole(role))
            _members[member.UniqueAddress] = member;
        if (member.UniqueAddress.Equals(self))
            Self = member;
    }
}
