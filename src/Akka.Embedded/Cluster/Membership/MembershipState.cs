using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;

namespace Akka.Embedded.Membership;

/// <summary>One node's reading of the gossip: who leads, whether all have seen it, who is unreachable.</summary>
internal sealed class MembershipState
{
    private readonly MemberReading _reading;

    public MembershipState(UniqueAddress selfNode, Gossip gossip)
        : this(selfNode, gossip, new MemberReading(selfNode, gossip.Members, gossip.Reachability))
    {
    }

    private MembershipState(UniqueAddress selfNode, Gossip gossip, MemberReading reading)
    {
        (SelfNode, Gossip, _reading) = (selfNode, gossip, reading);
        IsSettled = gossip.Reachability.IsAllReachable && SeenByAllAndUp();
    }

    public UniqueAddress SelfNode { get; }

    public Gossip Gossip { get; }

    public Member? Self => Gossip.Members.GetValueOrDefault(SelfNode);

    public ImmutableSortedDictionary<UniqueAddress, Member> Members => Gossip.Members;

    /// <summary>In the order of the members.</summary>
    public ImmutableArray<Member> All => _reading.All;

    /// <summary>What downed members claim about others does not count.</summary>
    public Reachability TrustedReachability => _reading.Trusted;

    /// <summary>True when all are Up, reachable and of one mind: until something happens, periodic work changes nothing.</summary>
    public bool IsSettled { get; }

    public UniqueAddress? Leader => _reading.Leader;

    public bool IsLeader => Leader == SelfNode;

    /// <summary>As subscribers see it.</summary>
    public ClusterEvent.CurrentClusterState Shown => _reading.Shown is var shown && Gossip.Seen.IsEmpty
        ? shown
        : new(shown.Members, shown.Unreachable, [.. Gossip.Seen.Select(n => n.Address)], shown.Leader, shown.RoleLeaderMap);

    /// <summary>What this node makes of another version.</summary>
    public MembershipState With(Gossip gossip) =>
        ReferenceEquals(gossip, Gossip) ? this
        : _reading.IsOf(gossip) ? new(SelfNode, gossip, _reading)
        : new(SelfNode, gossip);

    /// <summary>The same members in the same states, and the same of them reachable.</summary>
    public bool HasMembersOf(MembershipState other) => ReferenceEquals(_reading, other._reading);

    public Member? MemberAt(Address address)
    {
        foreach (var member in All)
        {
            if (member.Address.Equals(address))
            {
                return member;
            }
        }

        return null;
    }

    /// <summary>Members that someone trusted finds unreachable, except this node itself.</summary>
    public IEnumerable<Member> Unreachable() => _reading.Unreachable();

    /// <summary>
    /// True when every Up or Leaving member has seen this version and the unreachable ones are on their way out anyway.
    /// </summary>
    public bool IsConverged(IReadOnlySet<UniqueAddress> exitingConfirmed)
    {
        foreach (var member in All)
        {
            if (MustSee(member) && !Gossip.SeenBy(member.UniqueAddress) && !exitingConfirmed.Contains(member.UniqueAddress))
            {
                return false;
            }
        }

        return Unreachable().All(m => exitingConfirmed.Contains(m.UniqueAddress) || IsOnItsWayOut(m));
    }

    public UniqueAddress? RoleLeader(string role) => _reading.LeaderAmong(role);

    public ImmutableHashSet<string> Roles() => _reading.Roles();

    /// <summary>The oldest first; members that are not Up yet last.</summary>
    public IEnumerable<Member> ByAge() => All.Order(Member.AgeOrdering);

    public bool CanReach(UniqueAddress node) => node != SelfNode && Members.ContainsKey(node) && TrustedReachability.IsReachable(node);

    private bool SeenByAllAndUp()
    {
        foreach (var member in All)
        {
            if (member.Status != MemberStatus.Up || !Gossip.SeenBy(member.UniqueAddress))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsOnItsWayOut(Member m) => m.Status is MemberStatus.Down or MemberStatus.Exiting;

    private static bool MustSee(Member m) => m.Status is MemberStatus.Up or MemberStatus.Leaving;
}
