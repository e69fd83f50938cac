using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;

namespace Akka.Embedded.Membership;

/// <summary>One node's reading of the gossip: who leads, whether all have seen it, who is unreachable.</summary>
internal sealed record MembershipState(UniqueAddress SelfNode, Gossip Gossip)
{
    public Member? Self => Gossip.Members.GetValueOrDefault(SelfNode);

    public ImmutableSortedDictionary<UniqueAddress, Member> Members => Gossip.Members;

    /// <summary>What downed members claim about others does not count.</summary>
    public Reachability TrustedReachability => Gossip.Reachability.WithoutObservers(
        Members.Values.Where(m => m.Status == MemberStatus.Down).Select(m => m.UniqueAddress));

    public Member? MemberAt(Address address) => Members.Values.FirstOrDefault(m => m.Address.Equals(address));

    /// <summary>Members that someone trusted finds unreachable, except this node itself.</summary>
    public IEnumerable<Member> Unreachable() =>
        TrustedReachability.AllUnreachable().Where(n => n != SelfNode).Select(n => Members.GetValueOrDefault(n)).OfType<Member>();

    /// <summary>
    /// True when every Up or Leaving member has seen this version and the unreachable ones are on their way out anyway.
    /// </summary>
    public bool IsConverged(IReadOnlySet<UniqueAddress> exitingConfirmed) =>
        Unreachable().All(m => exitingConfirmed.Contains(m.UniqueAddress) || IsOnItsWayOut(m))
        && Members.Values.All(m => !MustSee(m) || Gossip.SeenBy(m.UniqueAddress) || exitingConfirmed.Contains(m.UniqueAddress));

    /// <summary>True when all are Up, reachable and of one mind: until something happens, periodic work changes nothing.</summary>
    public bool IsSettled =>
        Gossip.Reachability.IsAllReachable
        && Members.Values.All(m => m.Status == MemberStatus.Up && Gossip.SeenBy(m.UniqueAddress));

    public UniqueAddress? Leader => LeaderAmong(_ => true);

    public UniqueAddress? RoleLeader(string role) => LeaderAmong(m => m.HasRole(role));

    public bool IsLeader => Leader == SelfNode;

    /// <summary>The oldest first; members that are not Up yet last.</summary>
    public IEnumerable<Member> ByAge() => Members.Values.Order(Member.AgeOrdering);

    public bool CanReach(UniqueAddress node) => node != SelfNode && Members.ContainsKey(node) && TrustedReachability.IsReachable(node);

    /// <summary>The lowest address among the reachable; one that is Up or Leaving if there is any.</summary>
    private UniqueAddress? LeaderAmong(Func<Member, bool> candidate)
    {
        var reachability = TrustedReachability;
        Member? best = null;
        foreach (var member in Members.Values)
        {
            if (member.Status == MemberStatus.Down || !candidate(member)
                || (member.UniqueAddress != SelfNode && !reachability.IsReachable(member.UniqueAddress)))
            {
                continue;
            }

            if (best is null || LeadingRank(member.Status) < LeadingRank(best.Status))
            {
                best = member;
            }
        }

        return best?.UniqueAddress;
    }

    private static bool IsOnItsWayOut(Member m) => m.Status is MemberStatus.Down or MemberStatus.Exiting;

    private static bool MustSee(Member m) => m.Status is MemberStatus.Up or MemberStatus.Leaving;

    private static int LeadingRank(MemberStatus status) => status switch
    {
        MemberStatus.Up or MemberStatus.Leaving => 0,
        MemberStatus.WeaklyUp => 1,
        MemberStatus.Joining => 2,
        _ => 3,
    };
}
