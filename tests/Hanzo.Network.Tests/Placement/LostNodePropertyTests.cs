using FsCheck;
using FsCheck.Fluent;
using Hanzo.Network.Agents;
using Hanzo.Network.Placement;

namespace Hanzo.Network.Tests.Placement;

public sealed class LostNodePropertyTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(400);

    [Fact]
    public void What_a_former_plan_spares_changes_no_plan() => ForAll(input =>
    {
        var random = new Random(input.Owners.Count);
        var former = new PlannedInput(input, PlacementPlanner.Plan(input));
        foreach (var lost in input.Nodes)
        {
            var next = input with { Nodes = input.Nodes.Remove(lost), Owners = CarriedOut(former, lost.Id, random) };
            Text(PlacementPlanner.Plan(next, former)).ShouldBe(Text(PlacementPlanner.Plan(next)));
        }
    });

    [Fact]
    public void A_former_plan_spares_all_agents_that_had_no_slot_on_the_lost_node()
    {
        var spared = 0;
        ForAll(input =>
        {
            var any = input with { Wishes = new Dictionary<SlotId, string>() };
            var plan = PlacementPlanner.Plan(any);
            var former = new PlannedInput(any with { Owners = plan.AsOwners() }, plan);
            var lost = any.Nodes[^1].Id;
            var left = any with { Nodes = any.Nodes.RemoveAt(any.Nodes.Length - 1), Owners = Without(former.Input.Owners, lost) };
            foreach (var agent in any.Agents.Where(agent => agent.Deployment?.Replicas is null))
            {
                var placement = plan.Agents[agent.Name];
                if (placement.Slots.Contains(null) || placement.Slots.Contains(lost)) continue;
                ReferenceEquals(PlacementPlanner.Plan(left, former).Agents[agent.Name], placement).ShouldBeTrue();
                spared++;
            }
        });
        spared.ShouldBeGreaterThan(100);
    }

    // A lost replica is replaced by another node, which may take its share of the others' slots, too: as one that joins.
    [Fact]
    public void Without_wishes_and_replicas_only_the_slots_of_the_lost_node_move() => ForAll(any =>
    {
        var input = any with
        {
            Agents = [.. any.Agents.Where(agent => agent.Deployment?.Replicas is null)],
            Wishes = new Dictionary<SlotId, string>(),
        };
        var plan = PlacementPlanner.Plan(input);
        foreach (var lost in input.Nodes)
        {
            var rest = PlacementPlanner.Plan(
                input with { Nodes = input.Nodes.Remove(lost), Owners = Without(plan.AsOwners(), lost.Id) }, new PlannedInput(input, plan));
            foreach (var (slot, node) in plan.AsOwners())
                if (node != lost.Id) rest.NodeOf(slot).ShouldBe(node);
        }
    });

    [Fact]
    public void A_plan_that_is_carried_out_stays_as_it_is() => ForAll(input =>
    {
        var plan = PlacementPlanner.Plan(input);

        Text(PlacementPlanner.Plan(input with { Owners = plan.AsOwners() })).ShouldBe(Text(plan));
    });

    [Fact]
    public void One_agent_alone_is_planned_as_among_others_and_in_any_order() => ForAll(input =>
    {
        var plan = PlacementPlanner.Plan(input);

        Text(PlacementPlanner.Plan(input with { Nodes = [.. input.Nodes.Reverse()], Agents = [.. input.Agents.Reverse()] }))
            .ShouldBe(Text(plan));
        foreach (var agent in input.Agents)
            PlacementPlanner.PlanAgent(input, agent).Slots.ShouldBe(plan.Agents[agent.Name].Slots);
    });

    [Fact]
    public void Slots_are_on_candidates_only_as_many_as_there_are_replicas_and_where_they_were_asked_for() => ForAll(input =>
    {
        var plan = PlacementPlanner.Plan(input);
        foreach (var agent in input.Agents)
        {
            var candidates = PlacementPlanner.CandidatesOf(input, agent);
            candidates.ShouldBe(PlacementPlanner.Explain(input, agent).Candidates.Select(verdict => verdict.Node));
            var used = plan.Agents[agent.Name].Slots.Distinct().OfType<string>().ToList();
            used.ShouldBeSubsetOf(candidates);
            if (agent.Deployment?.Replicas is { } replicas) candidates.Length.ShouldBeLessThanOrEqualTo(replicas);
            foreach (var (slot, node) in input.Wishes.Where(wish => wish.Key.Agent == agent.Name))
                if (candidates.Contains(node)) plan.NodeOf(slot).ShouldBe(node);
        }
    });

    private static void ForAll(Action<PlacementInput> holds) =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed => holds(Networks.Random(seed))).Check(Many);

    private static Dictionary<SlotId, string> Without(IReadOnlyDictionary<SlotId, string> owners, string lost) =>
        owners.Where(owner => owner.Value != lost).ToDictionary();

    /// <summary>Since the plan was made some slots have come to where it has them, a few have gone; the lost node's are nowhere.</summary>
    private static Dictionary<SlotId, string> CarriedOut(PlannedInput former, string lost, Random random)
    {
        var owners = new Dictionary<SlotId, string>(former.Input.Owners);
        foreach (var (slot, node) in former.Plan.AsOwners())
            if (random.Next(8) > 0 ? !owners.ContainsKey(slot) : random.Next(8) == 0) owners[slot] = node;
        return Without(owners.Where(_ => random.Next(20) > 0).ToDictionary(), lost);
    }

    private static string Text(PlacementPlan plan) =>
        string.Join('\n', plan.Agents.Select(pair => $"{pair.Key}: {string.Join(' ', pair.Value.Slots.Select(node => node ?? "-"))}"));
}
