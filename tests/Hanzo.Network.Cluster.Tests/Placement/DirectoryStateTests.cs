using System.Collections.Immutable;
using Hanzo.Network.Health;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Placement;
using Hanzo.Network.Cluster.Registry;
using static Hanzo.Network.Cluster.Tests.Support.Directories;

namespace Hanzo.Network.Cluster.Tests.Placement;

public sealed class DirectoryStateTests
{
    [Fact]
    public void A_member_is_usable_once_it_is_up_and_described()
    {
        var state = DirectoryState.Start(AddressOf("one"), 1, Node("one"), DirectorySnapshot.Empty)
            .Member(AddressOf("one"), 1, NodeMembership.Up);
        state = state.Member(AddressOf("two"), 1, NodeMembership.Joining).Described(AddressOf("two"), 1, Node("two", MathAgent));
        state.Snapshot.Usable.Select(n => n.NodeId).ShouldBe(["one"]);

        state = state.Member(AddressOf("two"), 1, NodeMembership.Up);

        state.Snapshot.Usable.Select(n => n.NodeId).ShouldBe(["one", "two"]);
        state.Snapshot.Agents.Keys.ShouldBe([MathAgent.Name]);
    }

    [Fact]
    public void A_silent_peer_is_unhealthy_when_it_is_suspected_and_healthy_when_it_has_answered_for_a_while()
    {
        var state = Of(Node("one"), Node("two"));
        Healthy(state).ShouldBeTrue();

        state = state.Tick(StartElapsed + HealthTimings.Default.SuspectAfter + TimeSpan.FromTicks(1), HealthTimings.Default);
        Healthy(state).ShouldBeFalse();

        var later = StartElapsed + TimeSpan.FromSeconds(10);
        state = state.Heard(AddressOf("two"), TimeSpan.FromMilliseconds(2), later, Start).Tick(later, HealthTimings.Default);
        Healthy(state).ShouldBeFalse();
        Healthy(state.Tick(later + HealthTimings.Default.SettledAfter, HealthTimings.Default)).ShouldBeTrue();
    }

    [Fact]
    public void A_wall_clock_that_is_set_makes_nobody_healthy_or_silent()
    {
        var state = Of(Node("one"), Node("two"));
        var heard = state.Heard(AddressOf("two"), null, StartElapsed, Start + TimeSpan.FromDays(1));

        Healthy(heard.Tick(StartElapsed + HealthTimings.Default.SuspectAfter, HealthTimings.Default)).ShouldBeTrue();
        var late = StartElapsed + HealthTimings.Default.SuspectAfter + TimeSpan.FromTicks(1);
        Healthy(heard.Tick(late, HealthTimings.Default)).ShouldBeFalse();
    }

    [Fact]
    public void This_node_is_healthy_without_hearing_itself() =>
        Of(Node("one")).Tick(StartElapsed + TimeSpan.FromDays(1), HealthTimings.Default).Snapshot.Self!.Healthy.ShouldBeTrue();

    [Fact]
    public void An_unreachable_peer_is_neither_healthy_nor_usable()
    {
        var state = Of(Node("one"), Node("two", MathAgent)).Reachability(AddressOf("two"), 1, false)
            .Tick(StartElapsed, HealthTimings.Default);

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
        state = state.Described(AddressOf("two"), 2, Node("two", MathAgent) with { Incarnation = "two-2" });
        state = state.Reachability(AddressOf("two"), 1, false).Gone(AddressOf("two"), 1, Start);

        state.Snapshot.Usable.Select(n => n.NodeId).ShouldBe(["one", "two"]);
    }

    [Fact]
    public void That_a_members_former_self_leaves_after_its_new_life_is_there_does_not_touch_the_new_one()
    {
        var state = Of(Node("one"), Node("two", MathAgent)).Member(AddressOf("two"), 2, NodeMembership.Up);
        state = state.Described(AddressOf("two"), 2, Node("two", MathAgent) with { Incarnation = "two-2" });

        var after = state.Member(AddressOf("two"), 1, NodeMembership.Leaving).Gone(AddressOf("two"), 1, Start);

        after.Snapshot.Usable.Select(n => n.NodeId).ShouldBe(["one", "two"]);
        after.Snapshot.Find("two")!.Uid.ShouldBe(2);
    }

    [Fact]
    public void The_end_of_this_nodes_own_former_self_does_not_touch_its_new_life()
    {
        var state = Of(Node("one"), Node("two", MathAgent));

        state.Gone(AddressOf("one"), 7, Start).ShouldBeSameAs(state);
        state.Member(AddressOf("one"), 7, NodeMembership.Leaving).ShouldBeSameAs(state);
        state.Reachability(AddressOf("one"), 7, false).ShouldBeSameAs(state);
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
    public void Whoever_holds_histories_that_no_other_has_is_not_forgotten_for_others()
    {
        var state = Of(Node("one")).With(Node("holder") with { History = ["math.1"] }).Gone(AddressOf("holder"), 1, Start);
        for (var i = 0; i <= DirectoryState.MaxDeparted; i++)
        {
            var pod = Node($"n{i}") with { Journal = "journal-one", History = ["math.2"] };
            state = state.With(pod).Gone(AddressOf($"n{i}"), 1, Start + TimeSpan.FromSeconds(1 + i));
        }

        state.Snapshot.Departed.ShouldContainKey("holder");
        state.Snapshot.Departed.Count.ShouldBe(DirectoryState.MaxDeparted + 1);
        state.Snapshot.Histories.WhyOutOfReach(SlotRules.Parse("math.1")).ShouldBe("history unavailable, held by node 'holder'");
    }

    [Fact]
    public void A_late_description_of_an_older_revision_changes_nothing()
    {
        var newer = Of(Node("one"), Node("two", MathAgent) with { Revision = 5 });

        newer.Described(AddressOf("two"), 1, Node("two") with { Revision = 4 }).ShouldBeSameAs(newer);
    }

    [Fact]
    public void A_new_life_of_a_node_replaces_the_description_whatever_its_revision()
    {
        var state = Of(Node("one"), Node("two", MathAgent) with { Revision = 5 }).Member(AddressOf("two"), 2, NodeMembership.Up);

        state = state.Described(AddressOf("two"), 2, Node("two") with { Revision = 1, Incarnation = "two-2" });

        state.Snapshot.Agents.ShouldBeEmpty();
    }

    [Fact]
    public void What_a_member_told_in_another_life_does_not_count()
    {
        var state = Of(Node("one"), Node("two"));

        state.Described(AddressOf("two"), 2, Node("two", MathAgent) with { Incarnation = "two-2" }).ShouldBeSameAs(state);
        state.Loaded(AddressOf("two"), 2, new LoadReport(new NodeLoad(1, 1, 9, 9))).ShouldBeSameAs(state);
    }

    [Fact]
    public void A_deployed_agent_counts_over_one_of_the_same_name_that_a_node_offers_by_itself()
    {
        var deployed = DeployedAgent.Next(MathAgent with { Description = "deployed" }, 0);

        var state = Of(Node("one", MathAgent)).Deployed(deployed);
        state.Snapshot.Agents[MathAgent.Name].Description.ShouldBe("deployed");

        state = state.Deployed(new DeployedAgent(MathAgent.Name, 2, null));
        state.Snapshot.Agents[MathAgent.Name].ShouldBeSameAs(MathAgent);
        state.Deployed(deployed).ShouldBeSameAs(state);
    }

    [Fact]
    public void What_is_deployed_is_remembered_between_two_lives_of_a_node()
    {
        var state = Of(Node("one")).Deployed(DeployedAgent.Next(MathAgent, 0)).Wished(
            ImmutableSortedDictionary<string, string>.Empty.Add("math.1", "one"));

        var between = state.Snapshot.WithoutNodes();

        between.Agents.Keys.ShouldBe([MathAgent.Name]);
        between.Wishes.ShouldBeEmpty();
    }

    [Fact]
    public void Load_and_latency_do_not_change_the_shape()
    {
        var state = Of(Node("one"), Node("two"));
        var shape = state.Shape;

        state = state.Loaded("two", new NodeLoad(1, 1, 9, 9)).Heard(AddressOf("two"), TimeSpan.FromSeconds(1), StartElapsed, Start);

        state.Shape.ShouldBe(shape);
        state.Snapshot.Find("two")!.Load!.ActiveRuns.ShouldBe(9);
    }

    [Fact]
    public void A_message_of_somebody_who_is_no_member_changes_nothing()
    {
        var state = Of(Node("one"));

        state.Described(AddressOf("stranger"), 1, Node("stranger", MathAgent)).ShouldBeSameAs(state);
        state.Heard(AddressOf("stranger"), null, StartElapsed, Start).ShouldBeSameAs(state);
        state.Loaded("stranger", new NodeLoad(0, 0, 0, 0)).ShouldBeSameAs(state);
        state.Gone(AddressOf("stranger"), 1, Start).ShouldBeSameAs(state);
    }

    /// <summary>The registry asks for all it knows again and again; each reshaping makes everybody plan anew.</summary>
    [Fact]
    public void What_is_told_twice_reshapes_once()
    {
        var agent = MathAgent with { Tools = [new("calculate")], Requires = new AgentRequirements { Labels = ["rack"] } };
        var wishes = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create("math.1", "two")]);
        var state = Of(Node("one")).Deployed(DeployedAgent.Next(agent, 0)).Wished(wishes);

        var again = RegistryCodec.ReadAgent(RegistryCodec.Write(DeployedAgent.Next(agent, 0)));

        state.Deployed(again).Wished(wishes.ToBuilder().ToImmutable()).ShouldBeSameAs(state);
    }

    private static bool Healthy(DirectoryState state) => state.Snapshot.Find("two")!.Healthy;
}
