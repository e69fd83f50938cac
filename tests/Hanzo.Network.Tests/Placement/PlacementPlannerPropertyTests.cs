using FsCheck;
using FsCheck.Fluent;
using Hanzo.Network.Agents;
using Hanzo.Network.Placement;
using static Hanzo.Network.Tests.Placement.Nodes;

namespace Hanzo.Network.Tests.Placement;

public sealed class PlacementPlannerPropertyTests
{
    private static readonly Config Quick = Config.QuickThrowOnFailure.WithMaxTest(200);
    private static readonly Agent[] Agents = [Agent(), Agent(slots: 5) with { Name = AgentName.Parse("text") }];

    [Fact]
    public void The_order_of_nodes_and_agents_does_not_matter() => Prop.ForAll(Networks(), Networks(), (nodes, before) =>
    {
        var current = PlacementPlanner.Plan(before, Agents, PlacementPlan.Empty);
        var plan = PlacementPlanner.Plan(nodes, Agents, current);
        var mirrored = PlacementPlanner.Plan(nodes.Reverse(), Agents.Reverse(), current);
        Slots(mirrored).ShouldBe(Slots(plan));
    }).Check(Quick);

    [Fact]
    public void Live_load_moves_nothing() => Prop.ForAll(Networks(), nodes =>
    {
        var loaded = nodes.Select((node, index) => node with { Load = new NodeLoad(index % 2, 1, index * 7, index) });
        Slots(PlacementPlanner.Plan(loaded, Agents, PlacementPlan.Empty))
            .ShouldBe(Slots(PlacementPlanner.Plan(nodes, Agents, PlacementPlan.Empty)));
    }).Check(Quick);

    [Fact]
    public void Every_slot_has_a_candidate_as_long_as_there_is_one_and_every_candidate_a_slot_as_long_as_there_are_enough() =>
        Prop.ForAll(Networks(), nodes =>
    {
        foreach (var placement in PlacementPlanner.Plan(nodes, Agents, PlacementPlan.Empty).Agents.Values)
        {
            var candidates = placement.Explanation.Candidates.Select(verdict => verdict.Node).ToList();
            if (candidates.Count == 0) placement.Slots.ShouldAllBe(slot => slot == null);
            else placement.Slots.ShouldAllBe(slot => candidates.Contains(slot!));
            if (candidates.Count <= placement.Slots.Length) candidates.ShouldAllBe(node => placement.Slots.Contains(node));
        }
    }).Check(Quick);

    [Fact]
    public void A_faster_node_never_has_fewer_slots() => Prop.ForAll(Networks(), nodes =>
    {
        foreach (var placement in PlacementPlanner.Plan(nodes, Agents, PlacementPlan.Empty).Agents.Values)
        {
            var ordered = placement.Explanation.Candidates.OrderBy(verdict => verdict.Throughput).ToList();
            for (var i = 1; i < ordered.Count; i++)
                if (ordered[i].Throughput > ordered[i - 1].Throughput)
                    placement.SlotsOf(ordered[i].Node).Length.ShouldBeGreaterThanOrEqualTo(placement.SlotsOf(ordered[i - 1].Node).Length);
        }
    }).Check(Quick);

    [Fact]
    public void A_new_plan_moves_as_few_slots_as_its_shares_allow() => Prop.ForAll(Networks(), Networks(), (before, after) =>
    {
        var current = PlacementPlanner.Plan(before, Agents, PlacementPlan.Empty);
        var next = PlacementPlanner.Plan(after, Agents, current);
        foreach (var agent in Agents)
        {
            var (was, now) = (current.Agents[agent.Name].Slots, next.Agents[agent.Name].Slots);
            var kept = was.Zip(now).Count(pair => pair.First is not null && pair.First == pair.Second);
            var possible = was.OfType<string>().CountBy(node => node, StringComparer.Ordinal)
                .Sum(pair => Math.Min(pair.Value, now.Count(node => node == pair.Key)));
            kept.ShouldBe(possible);
        }
    }).Check(Quick);

    [Fact]
    public void A_plan_that_is_up_to_date_stays_as_it_is() => Prop.ForAll(Networks(), nodes =>
    {
        var plan = PlacementPlanner.Plan(nodes, Agents, PlacementPlan.Empty);
        Slots(PlacementPlanner.Plan(nodes, Agents, plan)).ShouldBe(Slots(plan));
    }).Check(Quick);

    [Fact]
    public void Without_a_current_plan_a_lost_node_of_equals_moves_little_more_than_its_own_slots()
    {
        var nodes = Enumerable.Range(0, 4).Select(n => Node($"n{n}", 10)).ToList();
        var moved = 0;
        for (var lost = 0; lost < 4; lost++)
        {
            var all = PlacementPlanner.Plan(nodes, [Agent(slots: 64)], PlacementPlan.Empty).Agents[MathName].Slots;
            var rest = PlacementPlanner.Plan(
                nodes.Where((_, index) => index != lost), [Agent(slots: 64)], PlacementPlan.Empty).Agents[MathName].Slots;
            moved += all.Zip(rest).Count(pair => pair.First != pair.Second);
        }

        moved.ShouldBeInRange(64, 128);
    }

    private static List<string> Slots(PlacementPlan plan) =>
        [.. plan.Agents.SelectMany(pair => pair.Value.Slots.Select((node, index) => $"{pair.Key}.{index}={node}"))];

    private static Arbitrary<NodeView[]> Networks() => Gen.ListOf(Gen.Choose(0, 10_000)).Select(seeds => seeds
        .Select((seed, index) => Node(
            $"n{seed % 13}", (seed % 5) switch { 0 => null, 1 => 0.05, 2 => 7.1, 3 => 165.16, _ => seed / 100.0 },
            draining: seed % 11 == 0, agents: (seed % 3) switch { 0 => ["math"], 1 => ["text"], _ => ["math", "text"] }))
        .DistinctBy(node => node.Id).ToArray()).ToArbitrary();
}
