using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Devices;
using Hanzo.Network.Placement;

namespace Hanzo.Network.Tests.Placement;

/// <summary>A home office: a laptop, a GPU server and a Raspberry Pi, as device files describe them.</summary>
public sealed class HomeOfThreeTests
{
    private readonly NodeView _laptop = Device("laptop", 8, """
        {"model":"MacBook Pro","chip":"Apple M3","memory":16384,"flops":{"fp32":3.55,"fp16":7.1,"int8":14.2},"cores":8}
        """);

    private readonly NodeView _server = Device("server", 16, """
        {"model":"Workstation","chip":"NVIDIA GeForce RTX 4090","memory":65536,"flops":{"fp32":82.58,"fp16":165.16,"int8":330.32},
         "gpus":[{"name":"NVIDIA GeForce RTX 4090","memory":24576}],"cores":16}
        """);

    private readonly NodeView _pi = Device("pi", 4, """
        {"model":"Raspberry Pi 4","chip":"BCM2711","memory":8192,"flops":{"fp32":0.1,"fp16":0.1,"int8":0.1},"cores":4}
        """);

    [Theory]
    [InlineData(Workload.Heavy, "server", "heavy work goes where it ends first")]
    [InlineData(Workload.Light, "laptop", "light work goes to the smallest device that answers quickly")]
    [InlineData(Workload.Background, "pi", "background work goes to the smallest device that suffices")]
    public void Each_kind_of_work_has_its_device(Workload workload, string node, string why)
    {
        var decision = Select(workload, _laptop, _server, _pi);

        decision.Node.ShouldBe(node);
        decision.Why.ShouldEndWith($": {why}.");
    }

    [Theory]
    [InlineData(Workload.Heavy, "server", "laptop", "leaving out 'server', which is at capacity (16 of 16 runs)")]
    [InlineData(Workload.Light, "laptop", "server", "leaving out 'laptop', which is at capacity (8 of 8 runs)")]
    [InlineData(Workload.Background, "pi", "laptop", "leaving out 'pi', which is at capacity (4 of 4 runs)")]
    public void When_the_device_is_at_capacity_the_next_suitable_one_takes_over_and_that_is_said(
        Workload workload, string full, string next, string why)
    {
        NodeView[] nodes = [.. new[] { _laptop, _server, _pi }.Select(node => node.Id == full ? Full(node) : node)];

        var decision = Select(workload, nodes);

        decision.Node.ShouldBe(next);
        decision.Why.ShouldEndWith($", {why}.");
    }

    [Fact]
    public void Runs_that_wait_or_were_just_sent_count_as_runs_under_way()
    {
        var load = _server.Load with { ActiveRuns = 6, QueuedRuns = 5 };

        Select(Workload.Heavy, _laptop, _server with { Load = load, Dispatched = 4 }, _pi).Node.ShouldBe("server");
        Select(Workload.Heavy, _laptop, _server with { Load = load, Dispatched = 5 }, _pi).Node.ShouldBe("laptop");
    }

    [Fact]
    public void A_burst_fills_one_device_after_the_other_and_then_goes_where_it_ends_first()
    {
        ImmutableArray<NodeView> nodes = [_laptop, _server, _pi];
        var sent = new List<string>();
        for (var run = 0; run < 40; run++)
        {
            var node = Select(Workload.Heavy, [.. nodes]).Node!;
            sent.Add(node);
            nodes = [.. nodes.Select(view => view.Id == node ? view with { Dispatched = view.Dispatched + 1 } : view)];
        }

        sent[..16].ShouldAllBe(node => node == "server");
        sent[16..24].ShouldAllBe(node => node == "laptop");
        sent[24..28].ShouldAllBe(node => node == "pi");
        sent[28..].ShouldAllBe(node => node == "server");
    }

    [Fact]
    public void An_impossible_need_is_refused_with_every_node_and_its_reason()
    {
        var decision = Select(
            Nodes.Agent(Workload.Heavy, requires: new AgentRequirements { Fp16Tflops = 500, VramMb = 80_000 }), _laptop, _server, _pi);

        decision.Node.ShouldBeNull();
        decision.Why.ShouldBe(
            "agent 'math' has no node to run on; considered: laptop: needs at least 500 fp16 TFLOPS, has 7.1; "
            + "pi: needs at least 500 fp16 TFLOPS, has 0.1; server: needs at least 500 fp16 TFLOPS, has 165.16.");
        decision.Explanation.Nodes.Single(node => node.Node == "server").Unmet.ShouldBe(
            ["needs at least 500 fp16 TFLOPS, has 165.16", "needs at least 80000 MB of memory on one GPU, has 24576"]);
    }

    private static NodeView Full(NodeView node) => node with { Load = node.Load with { ActiveRuns = node.Load.Capacity } };

    private static NodeDecision Select(Workload workload, params NodeView[] nodes) => Select(Nodes.Agent(workload), nodes);

    private static NodeDecision Select(Agent agent, params NodeView[] nodes) =>
        NodeSelector.Select(agent, Nodes.Explain(agent, nodes), PlacementStrategy.Capability, 0);

    private static NodeView Device(string id, int capacity, string file) => new()
    {
        Id = id,
        Device = DeviceFile.Parse($"{id}.json", System.Text.Encoding.UTF8.GetBytes(file)),
        Load = new NodeLoad(0.1, 0.3, 0, 0) { Capacity = capacity },
        Agents = [Nodes.MathName],
    };
}
