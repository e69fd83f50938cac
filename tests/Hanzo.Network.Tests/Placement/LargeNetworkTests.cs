using Hanzo.Network.Benchmarks.Placement;
using Hanzo.Network.Placement;

namespace Hanzo.Network.Tests.Placement;

public sealed class LargeNetworkTests
{
    private const int NodeCount = 1_000;

    private static readonly PlacementInput Input = LargeNetworks.Of(NodeCount);
    private static readonly PlacementPlan Plan = PlacementPlanner.Plan(Input);

    [Fact]
    public void The_loss_of_a_node_moves_its_own_slots_and_no_other()
    {
        var slots = Plan.AsOwners();
        var minimum = 0;
        foreach (var lost in Input.Nodes.Where((_, number) => number % 50 == 0))
        {
            var settled = Input with { Owners = slots };
            var others = slots.Where(slot => slot.Value != lost.Id).ToDictionary();
            var left = settled with { Nodes = Input.Nodes.Remove(lost), Owners = others };
            var rest = PlacementPlanner.Plan(left, new PlannedInput(settled, Plan));
            var moved = slots.Where(slot => rest.NodeOf(slot.Key) != slot.Value).ToList();

            moved.ShouldAllBe(slot => slot.Value == lost.Id);
            moved.Count.ShouldBe(slots.Count(slot => slot.Value == lost.Id));
            moved.ShouldAllBe(slot => rest.NodeOf(slot.Key) != null);
            minimum += moved.Count;
        }

        minimum.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void A_node_that_joins_moves_only_slots_that_come_to_it()
    {
        var joining = Nodes.Node("joining", 165.16);

        var next = PlacementPlanner.Plan(Input with { Nodes = Input.Nodes.Add(joining), Owners = Plan.AsOwners() });

        var moved = Plan.AsOwners().Where(slot => next.NodeOf(slot.Key) != slot.Value).ToList();
        moved.Count.ShouldBeInRange(1, Input.Agents.Length);
        moved.ShouldAllBe(slot => next.NodeOf(slot.Key) == "joining");
    }

    [Fact]
    public void Many_agents_use_all_of_a_large_network_the_fast_nodes_most()
    {
        var slots = Plan.AsOwners().CountBy(slot => slot.Value, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        slots.Values.Sum().ShouldBe(NodeCount * LargeNetworks.SlotsPerNode);

        var bySpeed = Input.Nodes.GroupBy(node => node.Device.Flops.Fp16!.Value).OrderBy(group => group.Key)
            .Select(group => group.Average(node => slots.GetValueOrDefault(node.Id))).ToList();

        // The slowest have what background work prefers; from laptops on speed counts.
        bySpeed[0].ShouldBeGreaterThan(1);
        bySpeed[^1].ShouldBeGreaterThan(bySpeed[2] * 3);
        slots.Count.ShouldBeGreaterThan(NodeCount / 2);
    }

    [Fact]
    public void Throughputs_that_jitter_move_nothing()
    {
        var random = new Random(7);
        for (var round = 0; round < 5; round++)
        {
            var jittered = Input.Nodes.Select(node => Jitter.Of(node, random));
            var next = PlacementPlanner.Plan(Input with { Nodes = [.. jittered], Owners = Plan.AsOwners() });

            Plan.AsOwners().Count(slot => next.NodeOf(slot.Key) != slot.Value).ShouldBe(0);
        }
    }
}
