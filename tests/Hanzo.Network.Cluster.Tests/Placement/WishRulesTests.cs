using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Placement;
using Hanzo.Network.Cluster.Registry;
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

        Settled(snapshot, owners).ShouldBeEmpty();

        for (var slot = 0; slot < 8; slot++) owners[new SlotId(MathAgent.Name, slot)] = "one";
        Settled(snapshot, owners).ShouldBe(["math.15"]);
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

    [Fact]
    public void A_slot_that_nobody_has_is_kept_for_ten_minutes()
    {
        var snapshot = Wished(Of(One, Two), "math.1", "math.2");
        var ages = WishAges.None.Seen(Wished(Of(One, Two), "math.1").Input.Wishes, TimeSpan.Zero)
            .Seen(snapshot.Input.Wishes, TimeSpan.FromMinutes(5));

        Settled(snapshot, [], ages, TimeSpan.FromMinutes(9.9)).ShouldBeEmpty();
        Settled(snapshot, [], ages, TimeSpan.FromMinutes(10)).ShouldBe(["math.1"]);
        var moving = new Dictionary<SlotId, string> { [new SlotId(MathAgent.Name, 1)] = "one" };
        Settled(snapshot, moving, ages, TimeSpan.FromHours(1)).ShouldBe(["math.2"]);
    }

    [Fact]
    public void A_wish_that_is_made_anew_for_another_node_is_young()
    {
        var asked = new Dictionary<SlotId, string> { [new SlotId(MathAgent.Name, 1)] = "one" };
        var ages = WishAges.None.Seen(asked, TimeSpan.Zero).Seen(asked, TimeSpan.FromMinutes(1));
        ages.SinceOf(new SlotId(MathAgent.Name, 1)).ShouldBe(TimeSpan.Zero);

        asked[new SlotId(MathAgent.Name, 1)] = "two";

        ages.Seen(asked, TimeSpan.FromMinutes(2)).SinceOf(new SlotId(MathAgent.Name, 1)).ShouldBe(TimeSpan.FromMinutes(2));
    }

    [Fact]
    public void When_there_is_little_room_the_oldest_fulfilled_wishes_give_way()
    {
        var math = MathAgent with { Slots = 400 };
        var state = Of(One with { Agents = [math] }, Two with { Agents = [math] });
        var ages = WishAges.None;
        var snapshot = state.Snapshot;
        for (var count = 1; count <= RegistryKeys.MaxEntries; count++)
        {
            snapshot = Wished(state, [.. Enumerable.Range(0, count).Select(slot => $"math.{399 - slot}")]);
            ages = ages.Seen(snapshot.Input.Wishes, TimeSpan.FromSeconds(count));
        }

        // All of them on one node: balance would undo each of the wishes.
        var owners = Enumerable.Range(0, 400).ToDictionary(slot => new SlotId(MathAgent.Name, slot), _ => "two");

        Settled(snapshot, owners, ages, TimeSpan.FromSeconds(999)).ShouldBe(
            Enumerable.Range(0, 20).Select(slot => $"math.{399 - slot}").Order(StringComparer.Ordinal));
        owners[new SlotId(MathAgent.Name, 399)] = "one";
        Settled(snapshot, owners, ages, TimeSpan.FromSeconds(999)).ShouldNotContain("math.399");
    }

    private static DirectorySnapshot Wished(DirectoryState state, params string[] slots) => state.Wished(
        slots.ToImmutableSortedDictionary(slot => slot, _ => "two", StringComparer.Ordinal)).Snapshot;

    private static IEnumerable<string> Settled(DirectoryState state, string? owner)
    {
        var snapshot = state.Wished(ImmutableSortedDictionary<string, string>.Empty.Add("math.1", "two")).Snapshot;
        var owners = new Dictionary<SlotId, string>();
        if (owner is not null) owners[new SlotId(MathAgent.Name, 1)] = owner;
        return Settled(snapshot, owners);
    }

    private static IEnumerable<string> Settled(DirectorySnapshot snapshot, Dictionary<SlotId, string> owners) =>
        Settled(snapshot, owners, WishAges.None.Seen(snapshot.Input.Wishes, TimeSpan.Zero), TimeSpan.Zero);

    private static IEnumerable<string> Settled(
        DirectorySnapshot snapshot, Dictionary<SlotId, string> owners, WishAges ages, TimeSpan now) =>
        WishRules.Settled(snapshot.Input with { Owners = owners }, SlotPlan.HoldersIn(snapshot), ages, now).Keys;
}
