using System.Collections.Immutable;
using Akka.Cluster;

namespace Akka.Embedded.Membership;

/// <summary>What follows from the members and their reachability alone. Most versions of the gossip differ in neither.</summary>
internal sealed class MemberReading
{
    private readonly UniqueAddress _self;
    private readonly Reachability _reachability;
    private ClusterEvent.CurrentClusterState? _shown;

    public MemberReading(UniqueAddress self, ImmutableSortedDictionary<UniqueAddress, Member> members, Reachability reachability)
    {
        (_self, Members, _reachability) = (self, members, reachability);
        All = [.. members.Values];
        Trusted = reachability.WithoutObservers(All.Where(m => m.Status == MemberStatus.Down).Select(m => m.UniqueAddress));
        Leader = LeaderAmong(null);
    }

    public ImmutableSortedDictionary<UniqueAddress, Member> Members { get; }

    /// <summary>In the order of the members.</summary>
    public ImmutableArray<Member> All { get; }

    /// <summary>What downed members claim about others does not count.</summary>
    public Reachability Trusted { get; }

    public UniqueAddress? Leader { get; }

    /// <summary>As subscribers see it, but for who has seen it.</summary>
    public ClusterEvent.CurrentClusterState Shown => _shown ??= Show();

    public bool IsOf(Gossip gossip) => ReferenceEquals(gossip.Members, Members) && ReferenceEquals(gossip.Reachability, _reachability);

    /// <summary>Members that someone trusted finds unreachable, except this node itself.</summary>
    public IEnumerable<Member> Unreachable() =>
        Trusted.IsAllReachable
            ? []
            : Trusted.AllUnreachable().Where(n => n != _self).Select(n => Members.GetValueOrDefault(n)).OfType<Member>();

    /// <summary>The lowest address among the reachable; one that is Up or Leaving if there is any.</summary>
    /// <param name="role">Null: of any.</param>
    public UniqueAddress? LeaderAmong(string? role)
    {
        Member? best = null;
        foreach (var member in All)
        {
            if (member.Status == MemberStatus.Down || (role is not null && !member.HasRole(role))
                || (member.UniqueAddress != _self && !Trusted.IsReachable(member.UniqueAddress)))
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

    public ImmutableHashSet<string> Roles() => [.. All.SelectMany(m => m.Roles)];

    private ClusterEvent.CurrentClusterState Show() => new(
        [.. All], [.. Unreachable()], [], Leader?.Address, Roles().ToImmutableDictionary(r => r, r => LeaderAmong(r)?.Address));

    private static int LeadingRank(MemberStatus status) => status switch
    {
        MemberStatus.Up or MemberStatus.Leaving => 0,
        MemberStatus.WeaklyUp => 1,
        MemberStatus.Joining => 2,
        _ => 3,
    };
}
