using System.Collections.Immutable;
using Hanzo.Network.Cluster.Placement;
using static Hanzo.Network.Cluster.Tests.Support.Directories;

namespace Hanzo.Network.Cluster.Tests.Placement;

public sealed class SlotMovesTests
{
    private static readonly ImmutableArray<string> Both = ["one", "two"];

    [Fact]
    public void A_slot_goes_only_to_nodes_whose_region_is_there()
    {
        var snapshot = Of(Node("one", MathAgent), Node("two", MathAgent)).Snapshot;

        for (var slot = 0; slot < MathAgent.Slots; slot++)
            SlotMoves.HomeOf(snapshot, $"math.{slot}", ["two"], Nowhere).ShouldBe("two");
    }

    [Theory]
    [InlineData("other.1")]
    [InlineData("math.99")]
    [InlineData("no slot")]
    public void What_is_no_slot_of_a_known_agent_has_no_home(string shard) =>
        SlotMoves.HomeOf(Of(Node("one", MathAgent)).Snapshot, shard, ["one"], Nowhere).ShouldBeNull();

    [Fact]
    public void Slots_whose_history_only_one_node_has_stay_when_another_joins()
    {
        var snapshot = Of(Node("one", MathAgent), Node("two", MathAgent)).Snapshot;

        SlotMoves.Choose(snapshot, Both, AllOn("one"), 0).ShouldBeEmpty();
    }

    [Fact]
    public void Slots_of_shared_history_move_a_few_at_a_time()
    {
        var snapshot = Of(Node("one", MathAgent) with { Journal = "shared" }, Node("two", MathAgent) with { Journal = "shared" }).Snapshot;

        SlotMoves.Choose(snapshot, Both, AllOn("one"), 0).Count.ShouldBe(SlotMoves.MaxAtOnce);
        SlotMoves.Choose(snapshot, Both, AllOn("one"), 3).Count.ShouldBe(1);
    }

    [Fact]
    public void Moving_what_is_chosen_comes_to_an_end()
    {
        var snapshot = Of(Node("one", MathAgent) with { Journal = "shared" }, Node("two", MathAgent) with { Journal = "shared" }).Snapshot;
        var owners = AllOn("one");

        for (var round = 0; round < MathAgent.Slots; round++)
            foreach (var slot in SlotMoves.Choose(snapshot, Both, owners, 0))
                owners[slot] = SlotMoves.HomeOf(snapshot, slot, Both, owners)!;

        SlotMoves.Choose(snapshot, Both, owners, 0).ShouldBeEmpty();
        owners.Values.Count(owner => owner == "two").ShouldBe(MathAgent.Slots / 2);
    }

    [Fact]
    public void A_slot_leaves_a_node_that_may_not_have_it_any_more()
    {
        var snapshot = Of(Node("one"), Node("two", MathAgent)).Snapshot;

        SlotMoves.Choose(snapshot, Both, AllOn("one"), 0).Count.ShouldBe(SlotMoves.MaxAtOnce);
    }

    [Fact]
    public void A_slot_stays_with_a_node_that_is_silent_for_a_moment()
    {
        var state = Of(Node("two", MathAgent), Node("one", MathAgent)).Reachability(AddressOf("one"), 1, false);

        SlotMoves.Choose(state.Snapshot, ["two"], AllOn("one"), 0).ShouldBeEmpty();
    }

    private static Dictionary<string, string> Nowhere => [];

    private static Dictionary<string, string> AllOn(string node) =>
        Enumerable.Range(0, MathAgent.Slots).ToDictionary(slot => $"math.{slot}", _ => node, StringComparer.Ordinal);
}
