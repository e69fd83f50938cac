using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Placement;
using Hanzo.Network.Placement;
using static Hanzo.Network.Cluster.Tests.Support.Directories;

namespace Hanzo.Network.Cluster.Tests.Placement;

public sealed class WishRulesTests
{
    private static readonly NodeDescription One = Node("one", MathAgent) with { Journal = "shared" };
    private static readonly NodeDescription Two = Node("two", MathAgent) with { Journal = "shared" };

    [Fact]
    public void A_wish_stays_until_the_slot_is_there()
    {
        Settled(Of(One, Two), owner: "one").ShouldBeEmpty();
        Settled(Of(One, Two), owner: null).ShouldBeEmpty();
        Settled(Of(One, Two), owner: "two").ShouldBe(["math.1"]);
    }

    [Fact]
    public void A_fulfilled_wish_stays_as_long_as_balance_would_undo_it()
    {
        var snapshot = Of(One, Two).Wished(ImmutableSortedDictionary<string, string>.Empty.Add("math.15", "two")).Snapshot;
        var owners = Enumerable.Range(0, 16).ToDictionary(slot => new SlotId(MathAgent.Name, slot), _ => "two");

        WishRules.Settled(snapshot.Input with { Owners = owners }, SlotPlan.HoldersIn(snapshot)).ShouldBeEmpty();

        for (var slot = 0; slot < 8; slot++) owners[new SlotId(MathAgent.Name, slot)] = "one";
        WishRules.Settled(snapshot.Input with { Owners = owners }, SlotPlan.HoldersIn(snapshot)).Keys.ShouldBe(["math.15"]);
    }

    [Fact]
    public void A_wish_for_a_node_that_left_is_dropped_but_not_for_one_that_is_silent()
    {
        var state = Of(One, Two);

        Settled(state.Reachability(AddressOf("two"), 1, false), owner: "one").ShouldBeEmpty();
        Settled(state.Gone(AddressOf("two"), 1, Start), owner: "one").ShouldBe(["math.1"]);
    }

    [Fact]
    public void A_wish_for_a_node_that_may_not_run_the_agent_is_dropped()
    {
        Settled(Of(One, Two with { Agents = [] }), owner: "one").ShouldBe(["math.1"]);
        Settled(Of(One, Two with { Draining = true }), owner: "one").ShouldBe(["math.1"]);
        Settled(Of(One with { Agents = [] }, Two with { Agents = [] }), owner: null).ShouldBe(["math.1"]);
    }

    [Fact]
    public void A_wish_to_move_away_from_the_only_history_is_dropped() =>
        Settled(Of(One, Node("two", MathAgent)), owner: "one").ShouldBe(["math.1"]);

    private static IEnumerable<string> Settled(DirectoryState state, string? owner)
    {
        var snapshot = state.Wished(ImmutableSortedDictionary<string, string>.Empty.Add("math.1", "two")).Snapshot;
        var owners = new Dictionary<SlotId, string>();
        if (owner is not null) owners[new SlotId(MathAgent.Name, 1)] = owner;
        return WishRules.Settled(snapshot.Input with { Owners = owners }, SlotPlan.HoldersIn(snapshot)).Keys;
    }
}
