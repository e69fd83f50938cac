using System.Collections.Immutable;
using Akka.Cluster;
using Akka.Embedded.Membership;
using static Akka.Embedded.Tests.Cluster.Nodes;

namespace Akka.Embedded.Tests.Cluster.Downing;

public class DowningStrategyTests
{
    private static readonly DowningStrategy[] Strategies =
    [
        new KeepMajority(null),
        new KeepOldest(null, DownIfAlone: true),
        new KeepOldest(null, DownIfAlone: false),
        new StaticQuorum(null, 3),
        new DownAllNodes(),
    ];

    [Fact]
    public void Of_every_split_of_up_to_five_members_at_most_one_side_survives()
    {
        foreach (var strategy in Strategies)
        {
            foreach (var (members, sides) in EverySplitOfUpMembers(byAge: strategy is KeepOldest))
            {
                var alive = sides.Count(side => Splits.Survivors(strategy, Splits.View(members, side), side).Length > 0);
                alive.ShouldBeLessThanOrEqualTo(1, $"{strategy}: {Text(sides)}");
            }
        }
    }

    /// <summary>A leader that has moved members on is told of first on its own side; any other side may have heard of it, or not.</summary>
    [Fact]
    public void Nor_do_two_when_not_all_sides_know_of_the_last_members_let_in_or_go()
    {
        foreach (var strategy in Strategies.Where(s => s is not StaticQuorum))
        {
            foreach (var (seen, sides, aware) in EverySplitWhileMembersMoveOn())
            {
                var alive = sides.Where((side, i) => Splits.Survivors(
                    strategy, Splits.View(aware.Contains(i) ? seen.Select(MovedOn) : seen, side), side).Length > 0);
                alive.Count().ShouldBeLessThanOrEqualTo(
                    1,
                    $"{strategy}: {string.Join(",", seen.Select(m => m.Status))} in {Text(sides)}, aware: {string.Join(",", aware)}");
            }
        }
    }

    [Theory]
    [InlineData("1,2,3", "1,2", "1,2")]
    [InlineData("1,2,3", "2,3", "2,3")]
    [InlineData("1,2,3", "3", "")]
    [InlineData("1,2,3,4", "1,4", "1,4")]
    [InlineData("1,2,3,4", "2,3", "")]
    [InlineData("1,2", "1", "1")]
    [InlineData("1,2", "2", "")]
    public void The_majority_stays_and_of_equals_the_side_with_the_lowest_address(string all, string side, string survivors) =>
        Survivors(new KeepMajority(null), all, side).ShouldBe(Ports(survivors));

    [Theory]
    [InlineData(true, "1,2", "")]
    [InlineData(true, "3", "3")]
    [InlineData(false, "3", "3")]
    public void Only_members_with_the_role_are_counted(bool everybody, string side, string survivors)
    {
        Member[] members = [Member(1, roles: everybody ? "other" : "voter"), Member(2), Member(3, roles: everybody ? "voter" : "none")];
        DowningStrategy strategy = everybody ? new KeepMajority("voter") : new KeepOldest("none", DownIfAlone: false);

        Splits.Survivors(strategy, Splits.View(members, Ports(side)), Ports(side)).ShouldBe(Ports(survivors));
    }

    [Fact]
    public void Nobody_with_the_role_means_nobody_stays() =>
        new KeepMajority("nobody").Decide(Splits.View([Member(1), Member(2)], [1])).ShouldBe(DowningVerdict.All);

    [Theory]
    [InlineData(MemberStatus.Joining)]
    [InlineData(MemberStatus.WeaklyUp)]
    public void Newcomers_do_not_make_a_majority(MemberStatus newcomer)
    {
        Member[] members = [Member(1), Member(2), Member(3), Member(4, newcomer), Member(5, newcomer)];

        Splits.Survivors(new KeepMajority(null), Splits.View(members, [3, 4, 5]), [3, 4, 5]).ShouldBeEmpty();
    }

    [Fact]
    public void A_majority_that_newcomers_of_the_other_side_could_turn_is_none()
    {
        Member[] members = [Member(1), Member(2), Member(3), Member(4, MemberStatus.Joining), Member(5, MemberStatus.Joining)];

        new KeepMajority(null).Decide(Splits.View(members, [1, 2])).ShouldBe(DowningVerdict.All);
    }

    [Theory]
    [InlineData(true, "1", "")]
    [InlineData(true, "2,3", "2,3")]
    [InlineData(false, "1", "1")]
    [InlineData(false, "2,3", "")]
    public void The_oldest_stays_unless_it_is_alone_against_two(bool downIfAlone, string side, string survivors) =>
        Survivors(new KeepOldest(null, downIfAlone), "1,2,3", side).ShouldBe(Ports(survivors));

    [Theory]
    [InlineData("1", "1")]
    [InlineData("2", "")]
    public void Of_two_the_oldest_stays_alone(string side, string survivors) =>
        Survivors(new KeepOldest(null, DownIfAlone: true), "1,2", side).ShouldBe(Ports(survivors));

    [Fact]
    public void The_oldest_is_told_by_age_and_not_by_address()
    {
        Member[] members = [Member(1, upNumber: 3), Member(2, upNumber: 1), Member(3, upNumber: 2)];

        Splits.Survivors(new KeepOldest(null, true), Splits.View(members, [2, 3]), [2, 3]).ShouldBe([2, 3]);
        Splits.Survivors(new KeepOldest(null, true), Splits.View(members, [1]), [1]).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("1,2,3", "1,2", "1,2")]
    [InlineData("1,2,3", "3", "")]
    [InlineData("1,2,3,4", "1,2,3", "")]
    public void A_quorum_stays_and_none_where_two_could_be(string all, string side, string survivors) =>
        Survivors(new StaticQuorum(null, 2), all, side).ShouldBe(Ports(survivors));

    private static string Text(IEnumerable<ImmutableArray<int>> sides) => string.Join(" | ", sides.Select(s => string.Join(",", s)));

    private static IEnumerable<(Member[] Members, ImmutableArray<ImmutableArray<int>> Sides)> EverySplitOfUpMembers(bool byAge) =>
        from count in Enumerable.Range(1, 5)
        from ages in byAge ? Orders(count) : [[.. Enumerable.Range(1, count)]]
        from sides in Splits.Of(count)
        select (ages.Select((age, i) => Member(i + 1, upNumber: age)).ToArray(), sides);

    private static IEnumerable<(Member[] Seen, ImmutableArray<ImmutableArray<int>> Sides, int[] Aware)> EverySplitWhileMembersMoveOn() =>
        from statuses in Splits.Assignments(4, MemberStatus.Joining, MemberStatus.WeaklyUp, MemberStatus.Up, MemberStatus.Leaving)
        let seen = statuses.Select((s, i) => Member(i + 1, s, s is MemberStatus.Up or MemberStatus.Leaving ? i + 1 : 100)).ToArray()
        let leader = seen.FirstOrDefault(m => m.Status is MemberStatus.Up or MemberStatus.Leaving)?.Address.Port
        where leader is not null
        from sides in Splits.Of(4)
        from mask in Enumerable.Range(0, 1 << sides.Length)
        let aware = Enumerable.Range(0, sides.Length).Where(i => (mask & (1 << i)) != 0).ToArray()
        where aware.Any(i => sides[i].Contains(leader.Value))
        select (seen, sides, aware);

    private static IEnumerable<ImmutableArray<int>> Orders(int count) => count == 0
        ? [[]]
        : Orders(count - 1).SelectMany(order => Enumerable.Range(0, count).Select(i => order.Insert(i, count)));

    /// <summary>As the leader does upon convergence.</summary>
    private static Member MovedOn(Member member) => member.Status switch
    {
        MemberStatus.Joining or MemberStatus.WeaklyUp => member.CopyUp(100),
        MemberStatus.Leaving => member.Copy(MemberStatus.Exiting),
        _ => member,
    };

    private static ImmutableArray<int> Survivors(DowningStrategy strategy, string all, string side) =>
        Splits.Survivors(strategy, Splits.View(Ports(all).Select(p => Member(p, upNumber: p)), Ports(side)), Ports(side));

    private static ImmutableArray<int> Ports(string text) => [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
}
