using Hanzo.Network.Joining;

namespace Hanzo.Network.Tests.Joining;

public sealed class JoinRefusalTests
{
    private const string Here = "127.0.0.1:5682";
    private const string There = "127.0.0.1:5681";

    [Fact]
    public void A_newcomer_whose_id_is_taken_by_a_member_is_refused_with_the_id_and_the_members_address()
    {
        var newcomer = new Decision(Nodes.Node("one", Here, age: 5));
        newcomer.At(0.1, Heard(Nodes.Node("one", There, age: 2)));
        newcomer.At(0.2, Report(Nodes.Node("one", There, age: 2), cluster: 2)).OfType<JoinEffect.Refuse>().ShouldHaveSingleItem()
            .Reason.ShouldBe(
                "node id 'one' is already in use in network 'home' by the node at 127.0.0.1:5681; start this one with another --node-id.");
        newcomer.Phase.ShouldBe(JoinPhase.Refused);
        newcomer.At(5, new JoinInput.Tick()).ShouldBeEmpty();
    }

    [Fact]
    public void The_first_of_an_id_is_not_disturbed_and_told_once()
    {
        var first = Member(Nodes.Node("one", There, age: 2));
        var second = Nodes.Node("one", Here, age: 5);
        Notices(first.At(9, Heard(second))).ShouldBe(
            ["a second node with the id 'one' at 127.0.0.1:5682 asked to join and was refused; give it another --node-id."]);
        first.At(10, Report(second)).ShouldBeEmpty();
        first.Phase.ShouldBe(JoinPhase.Joined);
    }

    [Fact]
    public void Of_two_newcomers_with_one_id_the_later_started_is_refused_and_the_other_founds()
    {
        var (early, late) = (Nodes.Node("one", Here, age: 2), Nodes.Node("one", There, age: 5));
        var (first, second) = (new Decision(early), new Decision(late));
        first.At(0.1, Report(late));
        second.At(0.1, Report(early)).OfType<JoinEffect.Refuse>().ShouldHaveSingleItem();
        first.At(0.61, new JoinInput.Tick()).OfType<JoinEffect.Found>().ShouldHaveSingleItem();
    }

    [Fact]
    public void No_cluster_is_joined_before_a_member_said_to_carry_our_id_has_been_asked()
    {
        var newcomer = new Decision(Nodes.Node("one", Here, age: 5));
        var other = Nodes.Node("two", "127.0.0.1:5683");
        var listed = new ContactPeer(NodeAddress.Parse(There), "one");
        newcomer.At(0.1, Report(other, cluster: 2, peers: listed)).OfType<JoinEffect.Join>().ShouldBeEmpty();
        newcomer.At(0.2, Report(Nodes.Node("one", There, age: 2), cluster: 2)).OfType<JoinEffect.Refuse>().ShouldHaveSingleItem();
    }

    [Fact]
    public void A_dead_predecessor_that_is_still_listed_stops_the_join_for_three_seconds_at_most()
    {
        var restarted = new Decision(Nodes.Node("one", Here, age: 5));
        var other = Report(Nodes.Node("two", "127.0.0.1:5683"), cluster: 2, peers: new ContactPeer(NodeAddress.Parse(There), "one"));
        var time = 0.0;
        while (restarted.Phase == JoinPhase.Looking && time < 10) restarted.At(time += 0.1, other);
        restarted.Phase.ShouldBe(JoinPhase.Joining);
        time.ShouldBe(3.1, 0.11);
    }

    [Fact]
    public void A_predecessor_at_the_same_address_does_not_stop_the_join()
    {
        var restarted = new Decision(Nodes.Node("one", Here, age: 5));
        var listed = new ContactPeer(NodeAddress.Parse(Here), "one");
        restarted.At(0.1, Report(Nodes.Node("two", There), cluster: 2, peers: listed)).OfType<JoinEffect.Join>().ShouldHaveSingleItem();
    }

    [Fact]
    public void Another_runtime_is_named_on_both_sides_and_never_probed()
    {
        var (ours, theirs) = (Nodes.Node("one", Here), Nodes.Node("two", There, runtime: "nuget"));
        var here = new Decision(ours);
        var effects = here.At(0.1, Heard(theirs));
        Notices(effects).ShouldBe(
            ["node 'two' at 127.0.0.1:5681 runs runtime nuget; this node runs embedded; they cannot join each other."]);
        effects.OfType<JoinEffect.Probe>().ShouldBeEmpty();
        Notices(Member(theirs).At(9, Heard(ours)))
            .ShouldBe(["node 'one' at 127.0.0.1:5682 runs runtime embedded; this node runs nuget; they cannot join each other."]);
    }

    [Fact]
    public void A_version_out_of_range_is_named()
    {
        var newer = Nodes.Node("two", There) with { Version = "9.0.0", Protocol = new ProtocolRange(3, 4) };
        var here = new Decision(Nodes.Node("one", Here));
        const string Expected = "node 'two' at 127.0.0.1:5681 (version 9.0.0) speaks protocol 3 to 4; "
            + "this node (version 0.1.0) speaks 1; they cannot join each other.";
        Notices(here.At(0.1, Heard(newer))).ShouldBe([Expected]);
        here.At(0.2, Report(newer, cluster: 1)).OfType<JoinEffect.Join>().ShouldBeEmpty();
    }

    [Fact]
    public void Beacons_of_another_network_are_ignored_and_a_seed_of_another_network_is_named()
    {
        var foreign = Nodes.Node("two", There, network: "office");
        var here = new Decision(Nodes.Node("one", Here));
        here.At(0.1, Heard(foreign)).ShouldBe([new JoinEffect.Trace("waits for the margin to pass")]);
        here.At(0.1, new JoinInput.AddressFound(foreign.Address, "seed", Configured: true));
        Notices(here.At(0.2, Report(foreign, cluster: 1))).ShouldBe(
            ["the node at 127.0.0.1:5681 belongs to network 'office'; this node to 'home'."]);
        here.At(0.7, new JoinInput.Tick()).OfType<JoinEffect.Found>().ShouldHaveSingleItem();
    }

    [Fact]
    public void A_node_on_loopback_and_one_on_the_LAN_do_not_join()
    {
        var here = new Decision(Nodes.Node("one", Here));
        Notices(here.At(0.1, Heard(Nodes.Node("two", "192.168.1.20:5681")))).ShouldHaveSingleItem().ShouldContain("--bind");
    }

    [Theory]
    [InlineData(
        PresenceKind.OtherKeys,
        "network 'home' is here with other keys, at 10.0.0.7: on that machine run 'hanzo invite', here 'hanzo join …'.")]
    [InlineData(
        PresenceKind.Secured,
        "network 'home' at 10.0.0.7 is secured, this node is not: on that machine run 'hanzo invite', here 'hanzo join …'.")]
    [InlineData(
        PresenceKind.Unsecured,
        "network 'home' at 10.0.0.7 is not secured, this node is: start that one without --insecure, and on another machine first run "
        + "'hanzo invite' here and 'hanzo join …' there.")]
    public void A_network_of_the_name_that_cannot_be_joined_is_named_once(PresenceKind kind, string notice)
    {
        var here = new Decision(Nodes.Node("one", Here));
        Notices(here.At(0.1, new JoinInput.PresenceHeard(new Presence(kind), "10.0.0.7"))).ShouldBe([notice]);
        Notices(here.At(0.2, new JoinInput.PresenceHeard(new Presence(kind), "10.0.0.8"))).ShouldBeEmpty();
        here.At(0.7, new JoinInput.Tick()).OfType<JoinEffect.Found>().ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(
        3, null,
        "network 'home' is at 10.0.0.7 with beacons of version 3; this node (hanzo 0.1.0) reads version 2, so they do not meet by beacons: "
        + "update hanzo here.")]
    [InlineData(
        1, "0.0.9",
        "network 'home' is at 10.0.0.7 with beacons of version 1 (hanzo 0.0.9); this node (hanzo 0.1.0) reads version 2, so they do not "
        + "meet by beacons: update hanzo there.")]
    public void Beacons_of_another_version_are_named_with_who_is_to_be_updated(int theirs, string? software, string notice)
    {
        var here = new Decision(Nodes.Node("one", Here));
        var presence = new Presence(PresenceKind.OtherVersion) { Versions = new BeaconVersions(theirs, 2, software) };
        Notices(here.At(0.1, new JoinInput.PresenceHeard(presence, "10.0.0.7"))).ShouldBe([notice]);
    }

    [Fact]
    public void That_it_runs_another_runtime_says_more_than_that_it_is_not_secured()
    {
        var other = Nodes.Node("two", There, runtime: "nuget");
        var here = new Decision(Nodes.Node("one", Here));
        Notices(here.At(0.1, new JoinInput.PresenceHeard(new Presence(PresenceKind.Unsecured, other), "10.0.0.7")))
            .ShouldHaveSingleItem().ShouldContain("runs runtime nuget");
    }

    [Fact]
    public void On_a_runtime_without_keys_a_secured_network_is_one_of_the_other_runtime()
    {
        var here = new Decision(Nodes.Node("one", Here, runtime: "nuget"));
        Notices(here.At(0.1, new JoinInput.PresenceHeard(new Presence(PresenceKind.Secured), "10.0.0.7"))).ShouldBe(
        [
            "network 'home' at 10.0.0.7 is secured, as only nodes of runtime embedded are; this node runs nuget; "
            + "they cannot join each other.",
        ]);
    }

    [Fact]
    public void A_clock_far_off_is_told_with_the_difference_until_it_is_right()
    {
        var two = Nodes.Node("two", There);
        var here = Member(Nodes.Node("one", Here));
        here.At(2, new JoinInput.SkewMeasured(two, TimeSpan.FromSeconds(-30))).ShouldBeEmpty();
        Notices(here.At(3, new JoinInput.SkewMeasured(two, TimeSpan.FromSeconds(-47)))).ShouldHaveSingleItem()
            .ShouldStartWith("the clock of node 'two' at 127.0.0.1:5681 is 47 s behind this machine's, more than the 30 s");
        here.At(4, new JoinInput.SkewMeasured(two, TimeSpan.FromHours(1))).ShouldBeEmpty();
        here.At(5, new JoinInput.SkewMeasured(two, TimeSpan.FromSeconds(1)))
            .ShouldBe([new JoinEffect.Withdraw("skew:two@127.0.0.1:5681")]);
        Notices(here.At(6, new JoinInput.SkewMeasured(two, TimeSpan.FromHours(1)))).ShouldHaveSingleItem()
            .ShouldContain("60 minutes ahead of");
    }

    [Fact]
    public void A_clock_far_off_keeps_nobody_from_joining()
    {
        var two = Nodes.Node("two", There);
        var here = new Decision(Nodes.Node("one", Here));
        here.At(0.1, new JoinInput.SkewMeasured(two, TimeSpan.FromDays(3)));
        here.At(0.2, Report(two, cluster: 1)).OfType<JoinEffect.Join>().ShouldHaveSingleItem();
    }

    private static Decision Member(NodeIdentity self)
    {
        var member = new Decision(self);
        member.At(1, new JoinInput.JoinSucceeded(Nodes.Cluster(1)));
        return member;
    }

    private static JoinInput.BeaconHeard Heard(NodeIdentity node, int? cluster = null) =>
        new(new Beacon(node, cluster is { } age ? Nodes.Cluster(age) : null, Reply: false));

    private static JoinInput.ReportReceived Report(NodeIdentity node, int? cluster = null, params ContactPeer[] peers) => new(
        new ContactReport { Node = node, Cluster = cluster is { } age ? Nodes.Cluster(age) : null, Peers = [.. peers] }, node.Address);

    private static IEnumerable<string> Notices(IEnumerable<JoinEffect> effects) =>
        effects.OfType<JoinEffect.Notify>().Select(effect => effect.Notice.Text);
}
