using Hanzo.Network.Joining;

namespace Hanzo.Network.Tests.Joining;

public sealed class MergeDeciderTests
{
    private const string Here = "10.0.0.1:5681";
    private const string There = "10.0.0.2:5681";
    private const string Third = "10.0.0.3:5681";
    private static readonly NodeIdentity One = Nodes.Node("one", Here);
    private static readonly NodeIdentity Two = Nodes.Node("two", There);
    private static readonly ClusterIdentity Old = Nodes.Cluster(1);
    private static readonly ClusterIdentity Young = Nodes.Cluster(2);

    [Theory]
    [InlineData(1, 0, 2, 0)]
    [InlineData(2, -3600, 1, 0)]
    [InlineData(1, 5, 2, 5)]
    public void Of_two_clusters_both_sides_take_the_same_one_for_the_older(int older, int at, int younger, int otherAt)
    {
        var (first, second) = (Founded(older, at), Founded(younger, otherAt));
        MergeDecider.Compare(first, second).ShouldBeNegative();
        MergeDecider.Compare(second, first).ShouldBePositive();
        MergeDecider.Compare(first, first).ShouldBe(0);
    }

    [Fact]
    public void The_younger_leaves_for_the_older_and_the_older_stays()
    {
        var (younger, older) = (new Membership(One, Young), new Membership(Two, Old));
        Rejoins(younger.Answers(8..12, Two, Old)).ShouldBe([Old]);
        Rejoins(older.Answers(8..60, One, Young)).ShouldBeEmpty();
        younger.Answers(13, Two, Old).ShouldBeEmpty("it has decided");
    }

    [Fact]
    public void It_does_not_leave_before_it_has_been_a_member_for_ten_seconds_and_the_other_apart_for_three()
    {
        var member = new Membership(One, Young);
        Rejoins(member.Answers(1..9, Two, Old)).ShouldBeEmpty();
        Rejoins(member.Answers(10, Two, Old)).ShouldBe([Old]);

        var settled = new Membership(One, Young);
        Rejoins(settled.Answers(20..22, Two, Old)).ShouldBeEmpty();
        Rejoins(settled.Answers(23, Two, Old)).ShouldBe([Old]);
    }

    [Fact]
    public void Who_is_heard_but_does_not_answer_is_not_followed()
    {
        var member = new Membership(One, Young);
        for (var second = 10; second < 60; second++)
        {
            Rejoins(member.Hears(second, Two, Old)).ShouldBeEmpty();
            Rejoins(member.IsProbedBy(second + 0.5, Two, Old)).ShouldBeEmpty();
        }
    }

    [Fact]
    public void An_answer_of_long_ago_does_not_count()
    {
        var member = new Membership(One, Young);
        member.Answers(1, Two, Old);
        Rejoins(member.Hears(20, Two, Old)).ShouldBeEmpty();
        Rejoins(member.Answers(21, Two, Old)).ShouldBe([Old]);
    }

    [Fact]
    public void Of_three_clusters_the_oldest_that_answers_is_chosen()
    {
        var member = new Membership(One, Nodes.Cluster(3));
        member.Answers(5..9, Two, Young);
        member.Answers(7, Nodes.Node("three", Third), Old);
        Rejoins(member.Tick(10)).ShouldBe([Old]);
    }

    [Fact]
    public void A_cluster_that_dissolves_is_not_followed()
    {
        var member = new Membership(One, Young);
        member.Answers(5..9, Two, Old);
        Rejoins(member.Answers(9, Two, null)).ShouldBeEmpty();
        Rejoins(member.Tick(10)).ShouldBeEmpty();
    }

    [Fact]
    public void The_smaller_part_of_one_cluster_leaves_and_the_larger_stays()
    {
        var (small, large) = (new Membership(One, Old), new Membership(Two, Old));
        small.Counts(Here);
        large.Counts(There, Third);
        Rejoins(small.Answers(10..13, Two, Old, There, Third)).ShouldBe([Old]);
        Rejoins(large.Answers(10..60, One, Old, Here)).ShouldBeEmpty();
    }

    [Fact]
    public void Of_equal_parts_of_one_cluster_the_one_with_the_lowest_address_stays()
    {
        var (low, high) = (new Membership(One, Old), new Membership(Two, Old));
        Rejoins(low.Answers(10..60, Two, Old, There)).ShouldBeEmpty();
        Rejoins(high.Answers(10..13, One, Old, Here)).ShouldBe([Old]);
    }

    [Fact]
    public void A_node_that_counts_us_in_is_no_part_of_its_own()
    {
        var member = new Membership(Two, Old);
        Rejoins(member.Answers(10..60, One, Old, Here, There)).ShouldBeEmpty();
        member.State.Alarms.ShouldBeEmpty();
    }

    [Fact]
    public void Who_just_joins_the_same_cluster_is_told_as_no_second_part_until_it_stays_apart_for_three_seconds()
    {
        var member = new Membership(Two, Old);
        Notices(member.Answers(1..3, One, Old, Here)).ShouldBeEmpty();
        Notices(member.Answers(4, One, Old, Here)).ShouldHaveSingleItem().Text.ShouldContain("is in two parts");
    }

    [Fact]
    public void The_user_is_told_once_while_there_are_two_clusters_and_no_longer()
    {
        var member = new Membership(Two, Old);
        Notices(member.Hears(9, One, Young)).ShouldHaveSingleItem().Text.ShouldBe(
            "network 'home' has two clusters: this node's 01J00000000000000000000001, founded 2026-01-02 03:04:06Z, and that of the node "
            + "at 10.0.0.1:5681, 01J00000000000000000000002, founded 2026-01-02 03:04:07Z; the younger rejoins the older by itself.");
        Notices(member.Hears(10, Nodes.Node("three", Third), Young)).ShouldBeEmpty();
        member.At(11, new MergeInput.MembersChanged([One.Address, Two.Address]));
        member.Tick(39).OfType<MergeEffect.Withdraw>().ShouldBeEmpty();
        member.Tick(41).OfType<MergeEffect.Withdraw>().ShouldHaveSingleItem().Key.ShouldBe($"clusters:{Young.Id}");
    }

    [Fact]
    public void Who_came_from_another_cluster_says_so_for_ten_minutes()
    {
        var member = new Membership(One, Old, left: Young);
        Notices(member.Tick(0)).ShouldHaveSingleItem().Text.ShouldContain("was merged into 01J00000000000000000000001");
        member.Tick(599).ShouldBeEmpty();
        member.Tick(600).ShouldBe([new MergeEffect.Withdraw("merged")]);
        member.State.IsAlert.ShouldBeFalse();
    }

    [Fact]
    public void A_stranger_is_probed_every_ten_seconds_and_each_second_while_it_is_in_another_cluster()
    {
        var member = new Membership(One, Old);
        member.At(0, new MergeInput.AddressFound(Two.Address, "seed", Configured: true)).ShouldBe([new MergeEffect.Probe(Two.Address)]);
        Probes(member, from: 1, to: 40).ShouldBe([10, 20, 30, 40]);
        member.Hears(41, Two, Young);
        Probes(member, from: 42, to: 45).ShouldBe([42, 43, 44, 45]);
    }

    [Fact]
    public void Members_and_those_who_are_about_to_join_are_not_probed()
    {
        var member = new Membership(One, Old);
        member.Counts(Here, There);
        member.At(0, new MergeInput.AddressFound(Two.Address, "seed", Configured: true)).ShouldBeEmpty();
        member.Hears(1, Two, Old).ShouldBeEmpty();
        member.Hears(1, Nodes.Node("three", Third), null).ShouldBeEmpty();
        member.Hears(2, Nodes.Node("three", Third), Old).ShouldBeEmpty();
        member.At(3, new MergeInput.MembersChanged([One.Address, Two.Address, NodeAddress.Parse(Third)])).ShouldBeEmpty();
        member.State.IsAlert.ShouldBeFalse();
    }

    [Fact]
    public void A_member_that_was_lost_is_looked_for()
    {
        var member = new Membership(One, Old);
        member.Counts(Here, There);
        member.At(5, new MergeInput.MembersChanged([One.Address], Lost: Two.Address)).ShouldBe([new MergeEffect.Probe(Two.Address)]);
        Probes(member, from: 6, to: 30).ShouldBe([15, 25]);
        member.Tick(3_700).ShouldBeEmpty("it is forgotten after an hour");
        member.State.IsAlert.ShouldBeFalse();
    }

    [Fact]
    public void Another_name_of_a_member_or_of_ourselves_is_not_probed_again()
    {
        var member = new Membership(One, Old);
        member.Counts(Here, There);
        var (alias, mirror) = (NodeAddress.Parse("pi.local:5681"), NodeAddress.Parse("mac.local:5681"));
        member.At(0, new MergeInput.AddressFound(alias, "seed", Configured: true));
        member.At(0, new MergeInput.AddressFound(mirror, "seed", Configured: true));
        member.At(1, new MergeInput.ReportReceived(Membership.Report(Two, Old, [Here, There]), alias));
        member.At(1, new MergeInput.ReportReceived(Membership.Report(One, Old, [Here, There]), mirror));
        member.State.Strangers.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("two", "office", "embedded")]
    [InlineData("two", "home", "nuget")]
    [InlineData("one", "home", "embedded")]
    public void Who_cannot_be_a_member_here_is_not_followed(string id, string network, string runtime)
    {
        var member = new Membership(One, Young);
        var other = Nodes.Node(id, There, network: network, runtime: runtime);
        Rejoins(member.Answers(10..20, other, Old)).ShouldBeEmpty();
        member.State.Strangers.ShouldBeEmpty();
    }

    [Fact]
    public void No_more_than_256_strangers_are_remembered()
    {
        var member = new Membership(One, Old);
        for (var port = 1; port <= 1_000; port++) member.Hears(1, Nodes.Node("two", $"10.0.0.2:{port}"), Young);
        member.State.Strangers.Count.ShouldBe(MergeDecider.MaxStrangers);
    }

    private static ClusterIdentity Founded(int id, int at) => new(Nodes.Incarnation(id), Nodes.Epoch.AddSeconds(at));

    private static ClusterIdentity[] Rejoins(IEnumerable<MergeEffect> effects) =>
        [.. effects.OfType<MergeEffect.Rejoin>().Select(rejoin => rejoin.Older)];

    private static JoinNotice[] Notices(IEnumerable<MergeEffect> effects) =>
        [.. effects.OfType<MergeEffect.Notify>().Select(notify => notify.Notice)];

    private static int[] Probes(Membership member, int from, int to) =>
        [.. Enumerable.Range(from, to - from + 1).Where(second => member.Tick(second).OfType<MergeEffect.Probe>().Any())];
}
