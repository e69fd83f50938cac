using FsCheck;
using FsCheck.Fluent;
using Hanzo.Network.Agents;
using Hanzo.Network.Placement;

namespace Hanzo.Network.Tests.Placement;

/// <summary>Slots whose histories only some nodes can read.</summary>
public sealed class HistoryPlacementTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(300);

    [Fact]
    public void A_slot_goes_to_the_node_that_can_read_its_history_and_run_its_agent()
    {
        // The first of those that can read it has not what the agent needs.
        var vision = new Agent { Name = AgentName.Parse("vision"), Requires = new AgentRequirements { Fp16Tflops = 50 } };
        var input = new PlacementInput
        {
            Nodes = [Node("a-pi", 0.1, vision.Name), Node("b-gpu", 165.16, vision.Name), Node("c-laptop", 58, vision.Name)],
            Agents = [vision],
            Histories = new Dictionary<SlotId, IReadOnlySet<string>> { [new(vision.Name, 3)] = new HashSet<string> { "a-pi", "b-gpu" } },
        };

        PlacementPlanner.PlanAgent(input, vision).NodeOf(3).ShouldBe("b-gpu");
        var without = PlacementPlanner.PlanAgent(input with { Nodes = input.Nodes.RemoveAt(1) }, vision);
        without.NodeOf(3).ShouldBeNull();
        without.NodeOf(4).ShouldBe("c-laptop");
    }

    [Fact]
    public void Each_slot_is_where_it_can_be_read_and_nowhere_only_when_no_candidate_can() => ForAll(input =>
    {
        var plan = PlacementPlanner.Plan(input);
        foreach (var agent in input.Agents)
        {
            var candidates = PlacementPlanner.CandidatesOf(input, agent);
            for (var index = 0; index < agent.Slots; index++)
            {
                var slot = new SlotId(agent.Name, index);
                var readers = input.Histories.TryGetValue(slot, out var may) ? candidates.Where(may.Contains).ToList() : [.. candidates];
                if (readers.Count == 0) plan.NodeOf(slot).ShouldBeNull();
                else readers.ShouldContain(plan.NodeOf(slot)!);
                if (input.Wishes.TryGetValue(slot, out var wish) && readers.Contains(wish)) plan.NodeOf(slot).ShouldBe(wish);
            }
        }
    });

    [Fact]
    public void Dedicated_slots_keep_to_it_as_well() => ForAll(input =>
    {
        var (agent, random) = (input.Agents[0], new Random(input.Owners.Count));
        var (slot, nodes) = (new SlotId(agent.Name, SlotId.FirstDedicated + 7), input.Nodes.Select(node => node.Id).ToArray());
        var readers = nodes.Where(_ => random.Next(3) == 0).ToHashSet();
        var homes = new SlotHomes(input with
        {
            Histories = new Dictionary<SlotId, IReadOnlySet<string>> { [slot] = readers },
            Owners = new Dictionary<SlotId, string> { [slot] = nodes[random.Next(nodes.Length)] },
        });

        var candidates = nodes.Where(node => homes.MayRun(agent, node) && readers.Contains(node)).ToList();
        if (candidates.Count == 0) homes.Of(agent, slot).ShouldBeNull();
        else candidates.ShouldContain(homes.Of(agent, slot)!);
    });

    [Fact]
    public void A_plan_that_is_carried_out_comes_to_rest_at_once_or_after_one_more() => ForAll(input =>
    {
        var once = CarriedOut(CarriedOut(input));

        PlacementPlanner.Plan(CarriedOut(once)).AsOwners().ShouldBe(once.Owners, ignoreOrder: true);

        static PlacementInput CarriedOut(PlacementInput input) => input with { Owners = PlacementPlanner.Plan(input).AsOwners() };
    });

    [Fact]
    public void What_a_former_plan_spares_changes_no_plan() => ForAll(input =>
    {
        var plan = PlacementPlanner.Plan(input);
        var former = new PlannedInput(input, plan);
        foreach (var lost in input.Nodes)
        {
            var next = input with
            {
                Nodes = input.Nodes.Remove(lost),
                Owners = plan.AsOwners().Where(owner => owner.Value != lost.Id).ToDictionary(),
                Histories = input.Histories.ToDictionary(
                    pair => pair.Key, IReadOnlySet<string> (pair) => pair.Value.Where(node => node != lost.Id).ToHashSet()),
            };
            Text(PlacementPlanner.Plan(next, former)).ShouldBe(Text(PlacementPlanner.Plan(next)));
        }
    });

    private static void ForAll(Action<PlacementInput> holds) =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed => holds(Random(seed))).Check(Many);

    /// <summary>Up to four journals, each of some nodes; half the slots are in one or two of them.</summary>
    private static PlacementInput Random(int seed)
    {
        var (input, random) = (Networks.Random(seed), new Random(seed));
        var journals = Enumerable.Range(0, 4).Select(_ => new HashSet<string>()).ToArray();
        foreach (var node in input.Nodes) journals[random.Next(4)].Add(node.Id);
        var readers = journals.Append([.. journals[0], .. journals[1]]).ToArray();
        var histories = new Dictionary<SlotId, IReadOnlySet<string>>();
        foreach (var agent in input.Agents)
            for (var slot = 0; slot < agent.Slots; slot++)
                if (random.Next(2) == 0) histories[new SlotId(agent.Name, slot)] = readers[random.Next(readers.Length)];
        return input with { Histories = histories };
    }

    private static NodeView Node(string id, double tflops, AgentName agent) => Nodes.Node(id, tflops) with { Agents = [agent] };

    private static string Text(PlacementPlan plan) =>
        string.Join('\n', plan.Agents.Select(pair => $"{pair.Key}: {string.Join(' ', pair.Value.Slots.Select(node => node ?? "-"))}"));
}
