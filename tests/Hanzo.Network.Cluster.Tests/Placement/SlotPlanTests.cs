using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Placement;
using Hanzo.Network.Placement;
using static Hanzo.Network.Cluster.Tests.Support.Directories;

namespace Hanzo.Network.Cluster.Tests.Placement;

public sealed class SlotPlanTests
{
    private static readonly ImmutableArray<string> Both = ["one", "two"];

    [Fact]
    public void A_slot_goes_only_to_nodes_whose_region_is_there()
    {
        var snapshot = Of(Node("one", MathAgent), Node("two", MathAgent)).Snapshot;

        for (var slot = 0; slot < MathAgent.Slots; slot++)
            HomeOf(snapshot, $"math.{slot}", ["two"], Nowhere).ShouldBe("two");
    }

    [Theory]
    [InlineData("other.1")]
    [InlineData("math.99")]
    [InlineData("no slot")]
    public void What_is_no_slot_of_a_known_agent_has_no_home(string shard) =>
        HomeOf(Of(Node("one", MathAgent)).Snapshot, shard, ["one"], Nowhere).ShouldBeNull();

    [Fact]
    public void Slots_whose_history_only_one_node_has_stay_when_another_joins()
    {
        var snapshot = Of(Node("one", MathAgent), Node("two", MathAgent)).Snapshot;

        Choose(snapshot, Both, AllOn("one"), 0).ShouldBeEmpty();
    }

    [Fact]
    public void Slots_of_shared_history_move_a_few_at_a_time()
    {
        var snapshot = Of(Node("one", MathAgent) with { Journal = "shared" }, Node("two", MathAgent) with { Journal = "shared" }).Snapshot;

        Choose(snapshot, Both, AllOn("one"), 0).Length.ShouldBe(SlotMoves.MaxAtOnce);
        Choose(snapshot, Both, AllOn("one"), 3).Length.ShouldBe(1);
    }

    [Fact]
    public void Moving_what_is_chosen_comes_to_an_end()
    {
        var snapshot = Of(Node("one", MathAgent) with { Journal = "shared" }, Node("two", MathAgent) with { Journal = "shared" }).Snapshot;
        var owners = AllOn("one");

        for (var round = 0; round < MathAgent.Slots; round++)
            foreach (var move in Choose(snapshot, Both, owners, 0))
                owners[move.Slot.ToString()] = move.To;

        Choose(snapshot, Both, owners, 0).ShouldBeEmpty();
        owners.Values.Count(owner => owner == "two").ShouldBe(MathAgent.Slots / 2);
    }

    [Fact]
    public void A_slot_leaves_a_node_that_may_not_have_it_any_more()
    {
        var snapshot = Of(Node("one"), Node("two", MathAgent)).Snapshot;

        Choose(snapshot, Both, AllOn("one"), 0).Length.ShouldBe(SlotMoves.MaxAtOnce);
    }

    [Fact]
    public void A_slot_stays_with_a_node_that_is_silent_for_a_moment()
    {
        var state = Of(Node("two", MathAgent), Node("one", MathAgent)).Reachability(AddressOf("one"), 1, false);

        Choose(state.Snapshot, ["two"], AllOn("one"), 0).ShouldBeEmpty();
    }

    private static string? HomeOf(
        DirectorySnapshot snapshot, string shard, ImmutableArray<string> withRegion, Dictionary<string, string> owners) =>
        SlotId.TryParse(shard, out var slot)
            ? PlacementPlanner.Plan(SlotPlan.InputFor(snapshot, withRegion, Pairs(owners))).NodeOf(slot)
            : null;

    private static ImmutableArray<SlotMove> Choose(
        DirectorySnapshot snapshot, ImmutableArray<string> withRegion, Dictionary<string, string> owners, int underWay) =>
        SlotMoves.Choose(SlotPlan.InputFor(snapshot, withRegion, Pairs(owners)), SlotPlan.HoldersIn(snapshot), underWay);

    private static IEnumerable<(string Slot, string Node)> Pairs(Dictionary<string, string> owners) =>
        owners.Select(owner => (owner.Key, owner.Value));

    private static Dictionary<string, string> Nowhere => [];

    private static Dictionary<string, string> AllOn(string node) =>
        Enumerable.Range(0, MathAgent.Slots).ToDictionary(slot => $"math.{slot}", _ => node, StringComparer.Ordinal);
}
