using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Placement;
using static Hanzo.Network.Cluster.Tests.Support.Directories;

namespace Hanzo.Network.Cluster.Tests.Placement;

public sealed class DirectoryStateTests
{
    private static readonly NodeLoad Idle = new(0, 0, 0, 0);

    [Fact]
    public void A_member_is_usable_once_it_is_up_and_described()
    {
        var state = DirectoryState.Start(AddressOf("one"), Node("one"), DirectorySnapshot.Empty)
            .Member(AddressOf("one"), 1, NodeMembership.Up);
        state = state.Member(AddressOf("two"), 1, NodeMembership.Joining).Described(AddressOf("two"), Node("two", MathAgent), Start);
        state.Snapshot.Usable.Select(n => n.NodeId).ShouldBe(["one"]);

        state = state.Member(AddressOf("two"), 1, NodeMembership.Up);

        state.Snapshot.Usable.Select(n => n.NodeId).ShouldBe(["one", "two"]);
        state.Snapshot.Agents.Keys.ShouldBe([MathAgent.Name]);
    }

    [Fact]
    public void A_silent_peer_is_unhealthy_after_three_seconds_and_healthy_when_heard_again()
    {
        var state = Of(Node("one"), Node("two"));
        Healthy(state).ShouldBeTrue();

        state = state.Tick(Start + DirectoryState.HealthyWithin + TimeSpan.FromTicks(1));
        Healthy(state).ShouldBeFalse();

        var later = Start + TimeSpan.FromSeconds(10);
        Healthy(state.Heard(AddressOf("two"), Idle, null, TimeSpan.FromMilliseconds(2), later).Tick(later)).ShouldBeTrue();
    }

    [Fact]
    public void This_node_is_healthy_without_hearing_itself() =>
        Of(Node("one")).Tick(Start + TimeSpan.FromDays(1)).Snapshot.Self!.Healthy.ShouldBeTrue();

    [Fact]
    public void An_unreachable_peer_is_neither_healthy_nor_usable()
    {
        var state = Of(Node("one"), Node("two", MathAgent)).Reachability(AddressOf("two"), 1, false).Tick(Start);

        Healthy(state).ShouldBeFalse();
        state.Snapshot.Agents.ShouldBeEmpty();
    }

    [Fact]
    public void Who_left_is_remembered_with_its_agents_until_it_comes_back()
    {
        var state = Of(Node("one"), Node("two", MathAgent)).Gone(AddressOf("two"), 1, Start);
        state.Snapshot.Nodes.Keys.ShouldBe([AddressOf("one")]);
        state.Snapshot.Departed["two"].Agents.ShouldBe([MathAgent.Name]);

        state.With(Node("two", MathAgent)).Snapshot.Departed.ShouldBeEmpty();
    }

    [Fact]
    public void The_removal_of_a_members_former_self_does_not_touch_its_new_life()
    {
        var state = Of(Node("one"), Node("two", MathAgent)).Reachability(AddressOf("two"), 1, false);

        state = state.Member(AddressOf("two"), 2, NodeMembership.Up);
        state = state.Described(AddressOf("two"), Node("two", MathAgent) with { Incarnation = "two-2" }, Start);
        state = state.Reachability(AddressOf("two"), 1, false).Gone(AddressOf("two"), 1, Start);

        state.Snapshot.Usable.Select(n => n.NodeId).ShouldBe(["one", "two"]);
    }

    [Fact]
    public void A_node_that_is_downed_itself_knows_that_it_goes()
    {
        var state = Of(Node("one"), Node("two", MathAgent));
        state.Snapshot.SelfLeaves.ShouldBeFalse();

        state.Gone(AddressOf("one"), 1, Start).Snapshot.SelfLeaves.ShouldBeTrue();
    }

    [Fact]
    public void A_directory_that_starts_anew_goes_on_with_its_last_description()
    {
        var published = Of(Node("one") with { Revision = 7, Draining = true }).Snapshot;

        Node("one").Continuing(published).ShouldBe(published.Self!.Description);
        var nextLife = Node("one") with { Incarnation = "one-2" };
        nextLife.Continuing(published).ShouldBeSameAs(nextLife);
    }

    [Fact]
    public void The_oldest_departures_are_forgotten()
    {
        var state = Of(Node("one"));
        for (var i = 0; i <= DirectoryState.MaxDeparted; i++)
            state = state.With(Node($"n{i}")).Gone(AddressOf($"n{i}"), 1, Start + TimeSpan.FromSeconds(i));

        state.Snapshot.Departed.Count.ShouldBe(DirectoryState.MaxDeparted);
        state.Snapshot.Departed.ShouldNotContainKey("n0");
    }

    [Fact]
    public void A_late_description_of_an_older_revision_changes_nothing()
    {
        var newer = Of(Node("one"), Node("two", MathAgent) with { Revision = 5 });

        newer.Described(AddressOf("two"), Node("two") with { Revision = 4 }, Start).ShouldBeSameAs(newer);
    }

    [Fact]
    public void A_new_incarnation_replaces_the_description_whatever_its_revision()
    {
        var state = Of(Node("one"), Node("two", MathAgent) with { Revision = 5 });

        state = state.Described(AddressOf("two"), Node("two") with { Revision = 1, Incarnation = "two-2" }, Start);

        state.Snapshot.Agents.ShouldBeEmpty();
    }

    [Fact]
    public void Load_and_latency_do_not_change_the_shape()
    {
        var state = Of(Node("one"), Node("two"));

        state.Heard(AddressOf("two"), new NodeLoad(1, 1, 9, 9), null, TimeSpan.FromSeconds(1), Start).Shape.ShouldBe(state.Shape);
    }

    [Fact]
    public void A_message_of_somebody_who_is_no_member_changes_nothing()
    {
        var state = Of(Node("one"));

        state.Described(AddressOf("stranger"), Node("stranger", MathAgent), Start).ShouldBeSameAs(state);
        state.Heard(AddressOf("stranger"), Idle, null, null, Start).ShouldBeSameAs(state);
        state.Gone(AddressOf("stranger"), 1, Start).ShouldBeSameAs(state);
    }

    private static bool Healthy(DirectoryState state) => state.Snapshot.Find("two")!.Healthy;
}
