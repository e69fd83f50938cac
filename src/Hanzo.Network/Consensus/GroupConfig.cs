using System.Collections.Immutable;

namespace Hanzo.Network.Consensus;

/// <summary>
/// Who belongs to a group. While a change is under way the configuration is joint: every decision needs a majority of
/// <see cref="Voters"/> and one of <see cref="Outgoing"/> (Ongaro 2014, §4.3).
/// </summary>
/// <param name="Voters">Those that vote and count for commits; at most <see cref="MaxMembers"/>.</param>
/// <param name="Outgoing">The voters before the change; empty when none is under way.</param>
/// <param name="Learners">They get the log and do not count (§4.2.1). One that still counts among the outgoing may be here.</param>
public sealed record GroupConfig(
    ImmutableSortedSet<MemberId> Voters, ImmutableSortedSet<MemberId> Outgoing, ImmutableSortedSet<MemberId> Learners)
{
    /// <summary>Of voters and of learners each.</summary>
    public const int MaxMembers = 64;

    public static readonly GroupConfig Empty = new([], [], []);

    public static GroupConfig Of(params IEnumerable<MemberId> voters) => new([.. voters], [], []);

    public bool IsJoint => !Outgoing.IsEmpty;

    /// <summary>In order, each once.</summary>
    public ImmutableSortedSet<MemberId> Members { get; } = Voters.Union(Outgoing).Union(Learners);

    public bool IsVoter(MemberId member) => Voters.Contains(member) || Outgoing.Contains(member);

    /// <summary>The first half of a change: joint where voters change, else the new configuration at once.</summary>
    public GroupConfig Enter(ImmutableSortedSet<MemberId> voters, ImmutableSortedSet<MemberId> learners) =>
        new(voters, voters.SetEquals(Voters) ? [] : Voters, learners);

    /// <summary>The second half: the old majority is no longer asked.</summary>
    public GroupConfig Leave() => new(Voters, [], Learners);

    public bool Equals(GroupConfig? other) => other is not null
        && Voters.SetEquals(other.Voters) && Outgoing.SetEquals(other.Outgoing) && Learners.SetEquals(other.Learners);

    public override int GetHashCode() => Voters.Count * 10_000 + Outgoing.Count * 100 + Learners.Count;

    public override string ToString() =>
        $"voters {string.Join(",", Voters)}{(IsJoint ? $" of {string.Join(",", Outgoing)}" : "")}"
        + (Learners.IsEmpty ? "" : $" learners {string.Join(",", Learners)}");
}
