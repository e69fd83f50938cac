using Hanzo.Network.Agents;
using Hanzo.Network.Devices;
using Hanzo.Network.Placement;
using static Hanzo.Network.Tests.Placement.Nodes;

namespace Hanzo.Network.Tests.Placement;

public sealed class PlacementPlannerTests
{
    [Fact]
    public void Slots_are_spread_in_proportion_to_throughput()
    {
        var plan = Plan(Agent(), Node("a", 30), Node("b", 10));

        plan.SlotsOf("a").Length.ShouldBe(12);
        plan.SlotsOf("b").Length.ShouldBe(4);
    }

    [Fact]
    public void The_weakest_candidate_has_a_slot_too()
    {
        var plan = Plan(Agent(), Node("server", 165), Node("laptop", 7), Node("pi", 0.05));

        plan.SlotsOf("pi").Length.ShouldBe(1);
        plan.SlotsOf("server").Length.ShouldBeGreaterThan(plan.SlotsOf("laptop").Length);
    }

    [Fact]
    public void Without_a_candidate_no_slot_has_a_node_and_every_node_says_why()
    {
        var agent = Agent(requires: new AgentRequirements { Fp16Tflops = 50 });
        NodeView[] nodes = [Node("pi", 0.1), Node("other", 99, agents: "text"), Node("blank")];

        Plan(agent, nodes).Slots.ShouldAllBe(slot => slot == null);
        Explain(agent, nodes).HasCandidate.ShouldBeFalse();
        Explain(agent, nodes).NoCandidateText.ShouldBe(
            "agent 'math' has no node to run on; considered: blank: needs at least 50 fp16 TFLOPS, has an unknown amount; "
            + "other: does not offer 'math'; pi: needs at least 50 fp16 TFLOPS, has 0.1.");
    }

    [Fact]
    public void Without_any_node_that_is_said() =>
        Explain(Agent()).NoCandidateText.ShouldBe("agent 'math' has no node to run on: no node is known.");

    public static TheoryData<AgentRequirements, string?> Requirements() => new()
    {
        { AgentRequirements.None, null },
        { new AgentRequirements { Fp32Tflops = 5 }, null },
        { new AgentRequirements { Fp32Tflops = 5.5 }, "needs at least 5.5 fp32 TFLOPS, has 5" },
        { new AgentRequirements { Int8Tflops = 1 }, "needs at least 1 int8 TFLOPS, has an unknown amount" },
        { new AgentRequirements { MemoryMb = 16384 }, null },
        { new AgentRequirements { MemoryMb = 16385 }, "needs at least 16385 MB of memory, has 16384" },
        { new AgentRequirements { VramMb = 8000 }, null },
        { new AgentRequirements { VramMb = 8001 }, "needs at least 8001 MB of memory on one GPU, has 8000" },
        { new AgentRequirements { Gpu = true }, null },
        { new AgentRequirements { Labels = ["rack-1"] }, null },
        { new AgentRequirements { Labels = ["rack-1", "rack-2", "quiet"] }, "lacks the label 'rack-2', 'quiet'" },
    };

    [Theory]
    [MemberData(nameof(Requirements))]
    public void Requirements_are_checked_in_words(AgentRequirements requires, string? refusal)
    {
        var node = Node("n") with
        {
            Device = new DeviceCapabilities
            {
                Model = "m", Chip = "c", MemoryMb = 16384, Flops = new Flops(5, null, null), Labels = ["rack-1"],
                Gpus = [new GpuDevice("g", 8000), new GpuDevice("h", 4000), new GpuDevice("i", null)],
            },
        };

        Explain(Agent(requires: requires), node).Nodes.Single().Refusal.ShouldBe(refusal);
    }

    [Fact]
    public void A_device_without_a_gpu_does_not_meet_a_need_for_one() =>
        Explain(Agent(requires: new AgentRequirements { Gpu = true }), Node("n")).Nodes.Single().Refusal.ShouldBe("needs a GPU, has none");

    [Theory]
    [InlineData(1.0, 2.0, 3.0, 2.0)]
    [InlineData(8.9, 0.14, 36.0, 8.9)]
    [InlineData(1.0, null, 3.0, 1.0)]
    [InlineData(null, null, 3.0, 3.0)]
    [InlineData(null, null, null, 1.0)]
    [InlineData(null, 0.0, null, 1.0)]
    [InlineData(null, double.NaN, null, 1.0)]
    public void Throughput_is_the_best_known_figure(double? fp32, double? fp16, double? int8, double throughput) =>
        Throughput.Of(new DeviceCapabilities { Model = "m", Chip = "c", Flops = new Flops(fp32, fp16, int8) }).Tflops
            .ShouldBe(throughput);

    [Fact]
    public void A_node_that_is_listed_twice_counts_once()
    {
        var input = Input(Node("a", 10), Node("b", 10), Node("a", 90)) with { Agents = [Agent()] };

        PlacementPlanner.Explain(input, Agent()).Nodes.Select(node => (node.Node, node.SlotsPlanned)).ShouldBe([("a", 8), ("b", 8)]);
        SlotMoves.Choose(input, new Dictionary<string, SlotHolder>(), 0).ShouldBeEmpty();
    }

    [Fact]
    public void A_slot_knows_its_node_and_an_unknown_one_has_none()
    {
        var plan = PlacementPlanner.Plan(Input(Node("a")) with { Agents = [Agent()] });

        plan.NodeOf(new SlotId(MathName, 3)).ShouldBe("a");
        plan.NodeOf(new SlotId(MathName, 99)).ShouldBeNull();
        plan.NodeOf(new SlotId(AgentName.Parse("poet"), 0)).ShouldBeNull();
    }
}
