using Hanzo.Network.Agents;
using Hanzo.Network.Placement;
using static Hanzo.Network.Tests.Placement.Nodes;

namespace Hanzo.Network.Tests.Placement;

/// <summary>The home of three unlike machines.</summary>
public sealed class NodeSelectorTests
{
    private readonly NodeView _laptop = Node("laptop", 7.1);
    private readonly NodeView _server = Node("server", 165.16, cores: 16);
    private readonly NodeView _pi = Node("pi", 0.05, cores: 4);

    [Theory]
    [InlineData(Workload.Heavy, "server")]
    [InlineData(Workload.Light, "laptop")]
    [InlineData(Workload.Background, "pi")]
    public void Each_kind_of_work_has_its_place(Workload workload, string node) =>
        Select(Agent(workload), PlacementStrategy.Capability).Node.ShouldBe(node);

    [Theory]
    [InlineData(Workload.Light, 8, "server")]
    [InlineData(Workload.Light, 7, "laptop")]
    public void A_busy_device_is_passed_over(Workload workload, int runs, string node) =>
        Select(
            Agent(workload),
            PlacementStrategy.Capability,
            _laptop with { Load = _laptop.Load with { ActiveRuns = runs } },
            _server,
            _pi).Node.ShouldBe(node);

    [Fact]
    public void A_device_whose_cores_others_use_is_busy_too() =>
        Select(
            Agent(Workload.Background),
            PlacementStrategy.Capability,
            _laptop,
            _server,
            _pi with { Load = _pi.Load with { Cpu = 0.99 } }).Node.ShouldBe("laptop");

    [Fact]
    public void Heavy_work_goes_where_it_ends_first()
    {
        var loaded = _server with { Load = _server.Load with { ActiveRuns = 10, QueuedRuns = 5 } };
        var rival = Node("rival", 50);

        Select(Agent(Workload.Heavy), PlacementStrategy.Capability, loaded, rival, _pi).Node.ShouldBe("rival");
        Select(
            Agent(Workload.Heavy),
            PlacementStrategy.Capability,
            _server with { Load = _server.Load with { ActiveRuns = 1 } },
            rival,
            _pi).Node.ShouldBe("server");
    }

    [Fact]
    public void When_all_are_busy_the_work_is_still_placed()
    {
        NodeView[] busy = [.. new[] { _laptop, _server, _pi }.Select(node => node with { Load = node.Load with { ActiveRuns = 100 } })];

        var decision = Select(Agent(Workload.Light), PlacementStrategy.Capability, busy);

        decision.Node.ShouldBe("server");
        decision.Why.ShouldContain("all being busy, it goes where it ends first");
    }

    [Fact]
    public void Light_work_without_any_quick_device_goes_to_the_quickest() =>
        Select(Agent(Workload.Light), PlacementStrategy.Capability, _pi, Node("pi5", 0.2)).Node.ShouldBe("pi5");

    [Fact]
    public void The_least_loaded_for_its_speed_wins() =>
        Select(
            Agent(),
            PlacementStrategy.LeastLoaded,
            Node("slow", 1),
            Node("fast", 10, runs: 5),
            Node("full", 10, runs: 50)).Node.ShouldBe("fast");

    [Fact]
    public void Round_robin_takes_its_turns() =>
        Enumerable.Range(0, 4).Select(turn => Select(Agent(), PlacementStrategy.RoundRobin, turn, _server, _pi, _laptop).Node)
            .ShouldBe(["laptop", "pi", "server", "laptop"]);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void Random_takes_any_number(long turn) =>
        Select(Agent(), PlacementStrategy.Random, turn, _server, _pi, _laptop).Node.ShouldNotBeNull();

    [Fact]
    public void Nobody_is_said_with_all_reasons()
    {
        var decision = Select(Agent(requires: new AgentRequirements { Fp16Tflops = 500 }), PlacementStrategy.Capability);

        decision.Node.ShouldBeNull();
        decision.Why.ShouldContain("laptop: needs at least 500 fp16 TFLOPS, has 7.1");
        decision.Explanation.Nodes.Length.ShouldBe(3);
    }

    [Fact]
    public void Why_is_a_sentence_for_people() =>
        Select(Agent(Workload.Heavy), PlacementStrategy.Capability).Why
            .ShouldBe("'math' on 'server' (model of server, 165.16 fp16 TFLOPS, 0 runs), 1 of 3 candidates: "
                + "heavy work goes where it ends first.");

    [Theory]
    [InlineData(PlacementStrategy.Capability)]
    [InlineData(PlacementStrategy.LeastLoaded)]
    [InlineData(PlacementStrategy.RoundRobin)]
    [InlineData(PlacementStrategy.Random)]
    public void The_order_of_nodes_does_not_matter(PlacementStrategy strategy)
    {
        var twin = _laptop with { Id = "twin" };

        Select(Agent(), strategy, 5, _laptop, twin, _server, _pi).Node.ShouldBe(
            Select(Agent(), strategy, 5, _pi, _server, twin, _laptop).Node);
    }

    [Fact]
    public void A_node_without_a_slot_is_not_chosen()
    {
        var agent = Agent(Workload.Background, slots: 1);
        var input = Input(_laptop, _server, _pi) with { Owners = On(agent, "laptop") };

        NodeSelector.Select(agent, PlacementPlanner.Explain(input, agent), PlacementStrategy.Capability, 0).Node.ShouldBe("laptop");
        NodeSelector.Select(agent, PlacementPlanner.Explain(input, agent), PlacementStrategy.Capability, 0, dedicated: true)
            .Node.ShouldBe("pi");
    }

    private NodeDecision Select(Agent agent, PlacementStrategy strategy) => Select(agent, strategy, _laptop, _server, _pi);

    private static NodeDecision Select(Agent agent, PlacementStrategy strategy, params NodeView[] nodes) =>
        Select(agent, strategy, 0, nodes);

    private static NodeDecision Select(Agent agent, PlacementStrategy strategy, long turn, params NodeView[] nodes) =>
        NodeSelector.Select(agent, Explain(agent, nodes), strategy, turn);
}
