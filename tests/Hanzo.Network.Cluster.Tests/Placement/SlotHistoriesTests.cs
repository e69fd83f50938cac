using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Placement;
using Hanzo.Network.Cluster.Tests.Support;
using Hanzo.Network.Placement;

namespace Hanzo.Network.Cluster.Tests.Placement;

public sealed class SlotHistoriesTests
{
    private static readonly NodeDescription One = Remembering("one", "math.1", "math.2");
    private static readonly NodeDescription Two = Remembering("two", "math.3");

    [Fact]
    public void A_slot_may_be_where_its_history_is_and_a_new_one_anywhere()
    {
        var histories = Directories.Of(One, Two).Snapshot.Histories;

        histories.MayBeOn(Slot(1), "one").ShouldBeTrue();
        histories.MayBeOn(Slot(1), "two").ShouldBeFalse();
        histories.MayBeOn(Slot(9), "two").ShouldBeTrue();
        histories.WhyOutOfReach(Slot(1)).ShouldBeNull();
    }

    [Fact]
    public void The_history_of_a_node_that_is_gone_is_out_of_reach_and_named()
    {
        var gone = Directories.Of(Two, One).Gone(Directories.AddressOf("one"), 1, Directories.Start).Snapshot;

        gone.Histories.WhyOutOfReach(Slot(1)).ShouldBe("history unavailable, held by node 'one'");
        gone.Histories.WhyOutOfReach(Slot(3)).ShouldBeNull();
        gone.Histories.MayBeOn(Slot(1), "two").ShouldBeFalse();
        gone.Histories.IsReachable("journal-one").ShouldBeFalse();
    }

    [Fact]
    public void Whoever_shares_the_journal_may_have_the_slots_of_a_node_that_is_gone()
    {
        var twin = Two with { Journal = One.Journal };
        var gone = Directories.Of(twin, One).Gone(Directories.AddressOf("one"), 1, Directories.Start).Snapshot;

        gone.Histories.WhyOutOfReach(Slot(1)).ShouldBeNull();
        gone.Histories.MayBeOn(Slot(1), "two").ShouldBeTrue();
    }

    [Fact]
    public void What_has_gone_over_into_another_journal_is_there()
    {
        var moved = Two with { Journal = "quorum", FormerJournals = [One.Journal] };
        var gone = Directories.Of(moved, One).Gone(Directories.AddressOf("one"), 1, Directories.Start).Snapshot;

        gone.Histories.WhyOutOfReach(Slot(1)).ShouldBeNull();
        gone.Histories.MayBeOn(Slot(1), "two").ShouldBeTrue();
        gone.Histories.IsReachable(One.Journal).ShouldBeTrue();
        gone.Histories.HeldBesides(Slot(1), "quorum").ShouldBeNull();
    }

    [Fact]
    public void A_journal_that_a_member_has_is_its_own_whatever_others_tell()
    {
        var histories = Directories.Of(Two with { Journal = "quorum", FormerJournals = [One.Journal] }, One).Snapshot.Histories;

        histories.MayBeOn(Slot(1), "two").ShouldBeFalse();
        histories.MayBeOn(Slot(1), "one").ShouldBeTrue();
        histories.HeldBesides(Slot(1), "quorum").ShouldBe("history unavailable, held by node 'one'");
    }

    [Fact]
    public void Memory_that_ended_with_its_process_keeps_no_slot()
    {
        var memory = One with { Journal = "memory:1" };
        var gone = Directories.Of(Two, memory).Gone(Directories.AddressOf("one"), 1, Directories.Start).Snapshot;

        gone.Histories.WhyOutOfReach(Slot(1)).ShouldBeNull();
        gone.Histories.MayBeOn(Slot(1), "two").ShouldBeTrue();
    }

    [Fact]
    public void Slots_are_planned_to_where_their_histories_are()
    {
        var all = One with { History = [.. Enumerable.Range(0, 16).Select(i => $"math.{i}")] };
        var snapshot = Directories.Of(all, Two with { History = [] }).Snapshot;

        var plan = PlacementPlanner.PlanAgent(snapshot.Input, Directories.MathAgent);

        plan.SlotsOf("one").Length.ShouldBe(16);
    }

    [Fact]
    public void A_slot_that_a_stranger_to_its_history_has_goes_back_when_it_is_at_rest()
    {
        var snapshot = Directories.Of(One, Two.Hosting("math.1")).Snapshot;
        var holders = SlotPlan.HoldersIn(snapshot);

        SlotMoves.Choose(snapshot.Input, holders, underWay: 0)
            .ShouldContain(move => move.Slot == Slot(1) && move.From == "two" && move.To == "one");
    }

    [Fact]
    public void New_sessions_get_slots_without_histories_that_their_node_cannot_read()
    {
        var all = One with { History = [.. Enumerable.Range(0, 16).Select(i => $"math.{i}")] };
        var gone = Directories.Of(Two with { History = [] }, all).Gone(Directories.AddressOf("one"), 1, Directories.Start).Snapshot;

        var dispatch = Dispatcher.Decide(gone, Directories.MathAgent.Name, PlacementStrategy.Capability, turn: 3);

        (dispatch.Node, dispatch.Slot.IsDedicated).ShouldBe(("two", true));
    }

    [Fact]
    public void A_slot_whose_readers_may_not_run_its_agent_is_said_to_be_held_by_them()
    {
        var vision = Directories.MathAgent with { Requires = new AgentRequirements { Fp16Tflops = 50 } };
        var pi = Directories.Node("a-pi", vision) with { Journal = "shared", History = ["math.3"] };
        var gpu = (Directories.Node("b-gpu", vision) with { Journal = "shared", History = ["math.3"] }).WithTflops(165);
        var state = Directories.Of(Directories.Node("c-laptop", vision).WithTflops(58), pi, gpu);

        Dispatcher.WhyHeld(state.Snapshot, Slot(3)).ShouldBeNull();
        PlacementPlanner.PlanAgent(state.Snapshot.Input, vision).NodeOf(3).ShouldBe("b-gpu");

        var without = state.Gone(Directories.AddressOf("b-gpu"), 1, Directories.Start).Snapshot;
        Dispatcher.WhyHeld(without, Slot(3)).ShouldBe(
            "history unavailable, held by node 'a-pi' or 'b-gpu': none that can read it may run agent 'math' now");
        Dispatcher.WhyNoHome(without, Slot(3))!.Error.ShouldBe(NetworkError.HistoryUnavailable);
        Dispatcher.WhyHeld(without, Slot(4)).ShouldBeNull();
        PlacementPlanner.PlanAgent(without.Input, vision).NodeOf(3).ShouldBeNull();
    }

    [Fact]
    public void What_a_durable_journal_holds_does_not_go_to_a_node_that_only_has_memory()
    {
        var histories = Directories.Of(One, Two with { Journal = "memory:2" }).Snapshot.Histories;

        histories.MayBeOn(Slot(1), "two").ShouldBeFalse();
    }

    [Fact]
    public void Nodes_of_one_journal_that_tell_the_same_of_it_keep_it_once()
    {
        var nodes = Directories.Of(One, Remembering("three", "math.1", "math.2") with { Journal = One.Journal }, Two).Snapshot;

        nodes.Find("three")!.Description!.History.ShouldBeSameAs(nodes.Find("one")!.Description!.History);
        nodes.Input.Histories[Slot(1)].ShouldBe(["one", "three"], ignoreOrder: true);
        nodes.Input.Histories[Slot(2)].ShouldBeSameAs(nodes.Input.Histories[Slot(1)]);
    }

    private static NodeDescription Remembering(string id, params string[] slots) =>
        Directories.Node(id, Directories.MathAgent) with { History = [.. slots] };

    private static SlotId Slot(int index) => new(Directories.MathAgent.Name, index);
}
