using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Deployment;
using Hanzo.Network.Cluster.Placement;
using static Hanzo.Network.Cluster.Tests.Support.Directories;

namespace Hanzo.Network.Cluster.Tests.Deployment;

public sealed class SlotPlaceTests
{
    private static readonly SlotId Slot = new(MathAgent.Name, 3);
    private static readonly DirectorySnapshot Two = Of(Node("a", MathAgent), Node("b", MathAgent)).Snapshot;
    private static readonly Migration Migration =
        new(Slot, "a", "b", [SessionId.Parse("math.3.01J9Z00000000000000000000A")], MigrationStatus.Possible);

    [Fact]
    public void The_node_that_says_it_has_the_slot_has_it_whoever_is_silent() =>
        SlotPlace.Of(Two, Stats(("b", ["math.3"], [])), Slot).ShouldBe(new SlotPlace(true, "b"));

    [Fact]
    public void Nobody_has_it_only_when_every_node_has_told_of_all_its_slots()
    {
        SlotPlace.Of(Two, Stats(("a", ["math.1"], []), ("b", [], [])), Slot).ShouldBe(new SlotPlace(true, null));

        SlotPlace.Of(Two, Stats(), Slot).ShouldBe(SlotPlace.Unknown);
        SlotPlace.Of(Two, Stats(("b", [], [])), Slot).ShouldBe(SlotPlace.Unknown);
        SlotPlace.Of(Two, Stats(("a", [], ["math.1"]), ("b", [], [])), Slot).ShouldBe(SlotPlace.Unknown);
    }

    [Fact]
    public void A_slot_that_is_slow_to_answer_is_where_it_is() =>
        SlotPlace.Of(Two, Stats(("a", [], ["math.3"]), ("b", [], [])), Slot).ShouldBe(new SlotPlace(true, "a"));

    [Fact]
    public void Who_is_not_up_need_not_answer()
    {
        var leaving = Of(Node("a", MathAgent), Node("b", MathAgent)).Member(AddressOf("b"), 1, NodeMembership.Leaving).Snapshot;

        SlotPlace.Of(leaving, Stats(("a", [], [])), Slot).ShouldBe(new SlotPlace(true, null));
        SlotPlace.Of(leaving, Stats(("a", [], []), ("b", ["math.3"], [])), Slot).ShouldBe(new SlotPlace(true, "b"));
    }

    [Fact]
    public void A_slot_has_moved_when_it_is_where_it_was_asked_to_be_and_not_when_nobody_knows()
    {
        Migrations.Next(Migration, new SlotPlace(true, "b")).ShouldBe(MoveStep.Moved);
        Migrations.Next(Migration, new SlotPlace(true, "a")).ShouldBe(MoveStep.Wait);
        Migrations.Next(Migration, new SlotPlace(true, "c")).ShouldBe(MoveStep.Wait);
        Migrations.Next(Migration, SlotPlace.Unknown).ShouldBe(MoveStep.Wait);
    }

    [Fact]
    public void What_was_handed_off_is_woken_unless_it_holds_nothing()
    {
        Migrations.Next(Migration, new SlotPlace(true, null)).ShouldBe(MoveStep.Wake);
        Migrations.Next(Migration with { Sessions = [] }, new SlotPlace(true, null)).ShouldBe(MoveStep.Moved);
    }

    private static ClusterShardingStats Stats(params (string Node, string[] Slots, string[] Failed)[] regions) => new(
        regions.ToImmutableDictionary(
            region => Address.Parse(AddressOf(region.Node)),
            region => new ShardRegionStats(region.Slots.ToImmutableDictionary(slot => slot, _ => 1), region.Failed.ToImmutableHashSet())));
}
