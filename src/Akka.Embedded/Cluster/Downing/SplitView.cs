using System.Collections.Immutable;
using Akka.Cluster;

namespace Akka.Embedded.Membership;

/// <summary>One node finds another one unreachable.</summary>
internal readonly record struct Sighting(UniqueAddress Observer, UniqueAddress Subject);

/// <summary>What a downing decision is made of: one side's last knowledge of all members.</summary>
/// <param name="Members">All of them, by address.</param>
/// <param name="Unreachable">Those of the other side, and those that are down.</param>
/// <param name="Sightings">Who says so of whom.</param>
/// <param name="SeenBy">Who has seen this very state.</param>
internal sealed record SplitView(
    ImmutableArray<Member> Members,
    ImmutableSortedSet<UniqueAddress> Unreachable,
    ImmutableArray<Sighting> Sightings,
    ImmutableSortedSet<UniqueAddress> SeenBy)
{
    /// <summary>Neither down nor on the very last of its way out.</summary>
    public ImmutableSortedSet<UniqueAddress> Downable =>
        [.. Members.Where(m => m.Status is not (MemberStatus.Down or MemberStatus.Exiting)).Select(m => m.UniqueAddress)];

    public static SplitView Of(MembershipState state)
    {
        var unreachable = state.Unreachable().Concat(state.Members.Values.Where(m => m.Status == MemberStatus.Down));
        return new(
            [.. state.Members.Values],
            [.. unreachable.Select(m => m.UniqueAddress).Where(n => n != state.SelfNode)],
            [.. state.TrustedReachability.Rows.SelectMany(r => r.Value.Subjects.Select(s => new Sighting(r.Key, s)))],
            state.Gossip.Seen);
    }

    public bool IsReachable(Member member) => !Unreachable.Contains(member.UniqueAddress);

    /// <summary>Members that count.</summary>
    /// <param name="role">Only those with it; null: all.</param>
    /// <param name="maybeUp">Also newcomers, which the other side may have let in meanwhile.</param>
    /// <param name="surelyStaying">Without those that leave, which the other side may have let go meanwhile.</param>
    public IEnumerable<Member> Voters(string? role, bool maybeUp = false, bool surelyStaying = false) => Members.Where(m =>
        (role is null || m.HasRole(role)) && m.Status switch
        {
            MemberStatus.Up => true,
            MemberStatus.Leaving => !surelyStaying,
            MemberStatus.Joining or MemberStatus.WeaklyUp => maybeUp,
            _ => false,
        });
}
