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

    private static NodeDescription Remembering(string id, params string[] slots) =>
        Directories.Node(id, Directories.MathAgent) with { History = [.. slots] };

    private static SlotId Slot(int index) => new(Directories.MathAgent.Name, index);
}
