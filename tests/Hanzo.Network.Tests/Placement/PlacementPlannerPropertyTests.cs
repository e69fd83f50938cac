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
        var current = Plan(before);
        var plan = Plan(nodes, current);
        var mirrored = PlacementPlanner.Plan(
            new PlacementInput { Nodes = [.. nodes.Reverse()], Agents = [.. Agents.Reverse()], Owners = current.AsOwners() });
        Slots(mirrored).ShouldBe(Slots(plan));
    }).Check(Quick);

    [Fact]
    public void Live_load_moves_nothing() => Prop.ForAll(Networks(), nodes =>
    {
        var loaded = nodes.Select((node, index) => node with { Load = new NodeLoad(index % 2, 1, index * 7, index) });
        Slots(Plan(loaded))
            .ShouldBe(Slots(Plan(nodes)));
    }).Check(Quick);

    [Fact]
    public void Every_slot_has_a_candidate_as_long_as_there_is_one_and_every_candidate_a_slot_as_long_as_there_are_enough() =>
        Prop.ForAll(Networks(), nodes =>
    {
        foreach (var placement in Plan(nodes).Agents.Values)
        {
            var candidates = Candidates(nodes, placement.Agent).Select(verdict => verdict.Node).ToList();
            if (candidates.Count == 0) placement.Slots.ShouldAllBe(slot => slot == null);
            else placement.Slots.ShouldAllBe(slot => candidates.Contains(slot!));
            if (candidates.Count <= placement.Slots.Length) candidates.ShouldAllBe(node => placement.Slots.Contains(node));
        }
    }).Check(Quick);

    [Fact]
    public void A_faster_node_never_has_fewer_slots() => Prop.ForAll(Networks(), nodes =>
    {
        foreach (var placement in Plan(nodes).Agents.Values)
        {
            var ordered = Candidates(nodes, placement.Agent).OrderBy(Tflops).ToList();
            if (ordered.Count > placement.Slots.Length) continue;
            for (var i = 1; i < ordered.Count; i++)
                if (Tflops(ordered[i]) > Tflops(ordered[i - 1]))
                    placement.SlotsOf(ordered[i].Node).Length.ShouldBeGreaterThanOrEqualTo(placement.SlotsOf(ordered[i - 1].Node).Length);
        }
    }).Check(Quick);

    [Fact]
    public void A_new_plan_moves_as_few_slots_as_its_shares_allow() => Prop.ForAll(Networks(), Networks(), (before, after) =>
    {
        var current = Plan(before);
        var next = Plan(after, current);
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
        var plan = Plan(nodes);
        Slots(Plan(nodes, plan)).ShouldBe(Slots(plan));
    }).Check(Quick);

    [Fact]
    public void Without_a_current_plan_a_lost_node_of_equals_moves_little_more_than_its_own_slots()
    {
        var nodes = Enumerable.Range(0, 4).Select(n => Node($"n{n}", 10)).ToList();
        var moved = 0;
        for (var lost = 0; lost < 4; lost++)
        {
            var all = Nodes.Plan(Agent(slots: 64), [.. nodes]).Slots;
            var rest = Nodes.Plan(Agent(slots: 64), [.. nodes.Where((_, index) => index != lost)]).Slots;
            moved += all.Zip(rest).Count(pair => pair.First != pair.Second);
        }

        moved.ShouldBeInRange(64, 128);
    }

    private static PlacementPlan Plan(IEnumerable<NodeView> nodes, PlacementPlan? current = null) => PlacementPlanner.Plan(
        new PlacementInput { Nodes = [.. nodes], Agents = [.. Agents], Owners = (current ?? PlacementPlan.Empty).AsOwners() });

    private static IEnumerable<NodeVerdict> Candidates(NodeView[] nodes, AgentName agent) =>
        Explain(Agents.Single(known => known.Name == agent), nodes).Candidates;

    private static double Tflops(NodeVerdict verdict) => verdict.Score.Throughput.Tflops;

    private static List<string> Slots(PlacementPlan plan) =>
        [.. plan.Agents.SelectMany(pair => pair.Value.Slots.Select((node, index) => $"{pair.Key}.{index}={node}"))];

    private static Arbitrary<NodeView[]> Networks() => Gen.ListOf(Gen.Choose(0, 10_000)).Select(seeds => seeds
        .Select((seed, index) => Node(
            $"n{seed % 13}", (seed % 5) switch { 0 => null, 1 => 0.05, 2 => 7.1, 3 => 165.16, _ => seed / 100.0 },
            agents: (seed % 3) switch { 0 => ["math"], 1 => ["text"], _ => ["math", "text"] }))
        .DistinctBy(node => node.Id).ToArray()).ToArbitrary();
}
