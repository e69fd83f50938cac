using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Devices;
using Hanzo.Network.Placement;
using Hanzo.Network.Routing;

namespace Hanzo.Network.Tests.Routing;

public sealed class LoadBalancingRouterTests
{
    private static readonly ImmutableArray<Agent> Agents = [Named("a"), Named("b"), Named("c")];
    private static readonly ImmutableArray<RoutePeer> Idle = [Peer("one", ["a", "b", "c"])];

    [Fact]
    public async Task Round_robin_gives_each_its_turn_by_name()
    {
        var router = new LoadBalancingRouter(LoadBalancing.RoundRobin);

        (await PickAsync(router, Idle, 7)).ShouldBe(["a", "b", "c", "a", "b", "c", "a"]);
    }

    [Fact]
    public async Task Random_takes_the_highest_of_what_is_drawn_for_each()
    {
        var drawn = new Queue<double>([0.1, 0.9, 0.5, 0.7, 0.2, 0.3, 0, 0, 0]);
        var router = new LoadBalancingRouter(LoadBalancing.Random, random: drawn.Dequeue);

        (await PickAsync(router, Idle, 3)).ShouldBe(["b", "a", "a"]);
    }

    [Fact]
    public async Task Least_loaded_goes_where_the_fewest_runs_are_by_capacity()
    {
        var router = new LoadBalancingRouter(LoadBalancing.LeastLoaded);
        ImmutableArray<RoutePeer> peers =
            [Peer("large", ["a"], active: 4, capacity: 16), Peer("small", ["b"], active: 2, capacity: 4), Peer("full", ["c"], active: 4)];
        var decision = await router.RouteAsync(Query(peers), default);

        decision.Why.ShouldBe("'a' of 3 agents: 'large', which may run it, has 25 % of its runs.");
        decision.Considered.Select(one => (one.Agent.Value, one.Score)).ShouldBe([("a", 0.8), ("b", 0.667), ("c", 0.5)]);
    }

    [Fact]
    public async Task What_was_sent_to_a_node_since_it_told_its_load_counts()
    {
        var sent = Peer("one", ["a"]);
        sent = sent with { View = sent.View with { Dispatched = 3 } };

        (await PickAsync(new LoadBalancingRouter(LoadBalancing.LeastLoaded), [sent, Peer("two", ["b"], active: 1)], 1)).ShouldBe(["b"]);
    }

    [Theory]
    [InlineData(LoadBalancing.RoundRobin)]
    [InlineData(LoadBalancing.LeastLoaded)]
    [InlineData(LoadBalancing.Random)]
    [InlineData(LoadBalancing.Capability)]
    public async Task An_agent_without_a_healthy_node_is_passed_over(LoadBalancing strategy)
    {
        var router = new LoadBalancingRouter(strategy, random: () => 0.5);
        ImmutableArray<RoutePeer> peers = [Peer("one", ["a"]) with { Healthy = false }, Peer("two", ["b"], active: 50)];

        (await PickAsync(router, peers, 3)).ShouldBe(["b", "b", "b"]);
        var nobody = await router.RouteAsync(Query([peers[0]]), default);
        nobody.Agent.ShouldBeNull();
        nobody.Why.ShouldBe(
            "no agent has a healthy node to run on; considered: "
            + "a 0 (not healthy: one), b 0 (no node may run it), c 0 (no node may run it). Name one.");
    }

    [Fact]
    public async Task Only_those_that_share_the_runs_are_asked()
    {
        var router = new LoadBalancingRouter(LoadBalancing.RoundRobin, among: [AgentName.Parse("b"), AgentName.Parse("gone")]);

        (await PickAsync(router, Idle, 2)).ShouldBe(["b", "b"]);
    }

    [Fact]
    public async Task By_capability_the_agent_counts_whose_run_ends_first_on_the_node_that_suits_it()
    {
        var router = new LoadBalancingRouter(LoadBalancing.Capability);
        ImmutableArray<Agent> agents = [Named("chat"), Named("render") with { Workload = Workload.Heavy }];
        ImmutableArray<RoutePeer> peers = [Peer("gpu", ["chat", "render"], tflops: 80), Peer("laptop", ["chat", "render"], tflops: 4)];
        var decision = await router.RouteAsync(new RouteQuery("x", agents) { Peers = peers }, default);

        decision.Agent!.Value.Value.ShouldBe("render");
        decision.Considered[0].Reason.ShouldStartWith("on 'gpu' (80 TFLOPS)");
        decision.Considered[1].Reason.ShouldStartWith("on 'laptop' (4 TFLOPS)");
    }

    [Fact]
    public void A_strategy_that_is_none_or_has_nothing_to_draw_from_is_refused()
    {
        Should.Throw<ArgumentException>(() => new LoadBalancingRouter((LoadBalancing)9)).Message.ShouldContain("RoundRobin, LeastLoaded");
        Should.Throw<ArgumentException>(() => new LoadBalancingRouter(LoadBalancing.Random)).Message.ShouldContain("randomness");
    }

    private static async Task<List<string>> PickAsync(LoadBalancingRouter router, ImmutableArray<RoutePeer> peers, int times)
    {
        var picked = new List<string>();
        for (var i = 0; i < times; i++) picked.Add((await router.RouteAsync(Query(peers), default)).Agent!.Value.Value);
        return picked;
    }

    private static RouteQuery Query(ImmutableArray<RoutePeer> peers) => new("x", Agents) { Peers = peers };

    private static RoutePeer Peer(string id, string[] agents, int active = 0, int capacity = 4, double tflops = 10) => new(
        new NodeView
        {
            Id = id,
            Device = NodeDevice.NotProbed with { Flops = new Flops(tflops, tflops, null) },
            Load = new NodeLoad(0, 0, active, 0) { Capacity = capacity },
            Agents = [.. agents.Select(AgentName.Parse)],
        },
        Healthy: true);

    private static Agent Named(string name) => new() { Name = AgentName.Parse(name) };
}
