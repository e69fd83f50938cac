using System.Text.Json.Nodes;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Tests.Support;
using Hanzo.Network.Routing;
using Hanzo.Network.State;
using Xunit.Abstractions;

namespace Hanzo.Network.Cluster.Tests.Routing;

/// <summary>What a router of a network knows of its nodes, and what a run tells of its router.</summary>
public sealed class RoutersTests(ITestOutputHelper output) : IAsyncLifetime
{
    private static readonly Agent PoolA = new() { Name = AgentName.Parse("pool-a") };
    private static readonly Agent PoolB = new() { Name = AgentName.Parse("pool-b") };

    private readonly GatedChatClient _model = new();
    private readonly TestNetwork _network = new(output);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _network.DisposeAsync();
        _model.Dispose();
    }

    [Fact]
    public async Task The_least_loaded_node_counts_with_what_has_just_been_sent_to_it()
    {
        var one = await StartPoolAsync(new LoadBalancingRouter(LoadBalancing.LeastLoaded));

        var runs = new List<RunResult>();
        for (var i = 0; i < 4; i++) runs.Add(await one.Network.StartAsync(new RunRequest($"work {i}")).Within(20));

        runs.Select(run => run.Agent).ShouldBe([PoolA.Name, PoolB.Name, PoolA.Name, PoolB.Name]);
        runs.Select(run => run.Node).ShouldBe(["one", "two", "one", "two"]);
        await EndAsync(one, [.. runs]);
    }

    [Fact]
    public async Task An_agent_whose_only_node_is_gone_is_passed_over_and_the_run_says_so()
    {
        var one = await StartPoolAsync(new LoadBalancingRouter(LoadBalancing.RoundRobin), deployed: true);
        await Eventually.TrueAsync(async () => (await one.Network.GetAgentsAsync()).Length == 2, TimeSpan.FromSeconds(20));
        var both = await one.Network.StartAsync(new RunRequest("work")).Within(20);
        var other = await one.Network.StartAsync(new RunRequest("work")).Within(20);
        new[] { both.Agent, other.Agent }.ShouldBe([PoolA.Name, PoolB.Name]);
        await EndAsync(one, both, other);

        await _network.Nodes[1].StopAsync().Within(40);
        await Eventually.TrueAsync(
            async () => await one.Network.CheckPeerHealthAsync("two") is not { Healthy: true }, TimeSpan.FromSeconds(30));

        for (var i = 0; i < 3; i++)
        {
            var run = await one.Network.StartAsync(new RunRequest("work")).Within(20);
            run.Agent.ShouldBe(PoolA.Name);
            var considered = (await RoutedAsync(one, run.Id))["considered"]!.AsArray();
            considered.Select(who => who!["agent"]!.GetValue<string>()).ShouldBe(["pool-a", "pool-b"]);
            considered[1]!["reason"]!.GetValue<string>().ShouldBe("no node may run it");
        }
    }

    [Fact]
    public async Task The_most_similar_agent_is_picked_wherever_it_is_and_the_run_says_by_how_much()
    {
        var one = await _network.StartAsync("one", Birds);
        await _network.StartAsync("two", Boats);
        await _network.MeetAsync();
        await Eventually.TrueAsync(async () => (await one.Network.GetAgentsAsync()).Length == 2, TimeSpan.FromSeconds(20));

        var run = await one.Network.RunAsync(new RunRequest("My yacht needs mooring")).Within(20);

        (run.Agent, run.Node).ShouldBe((Boats.Name, "two"));
        var routed = await RoutedAsync(one, run.Id);
        routed["why"]!.GetValue<string>().ShouldStartWith("'boats' of 2 agents: its similarity to the prompt is 0.");
        routed["considered"]!.AsArray().Select(who => who!["agent"]!.GetValue<string>()).ShouldBe(["boats", "birds"]);
        routed["considered"]![0]!["score"]!.GetValue<double>().ShouldBeInRange(0.7, 1);
    }

    [Fact]
    public async Task A_prompt_for_nobody_is_refused_with_everybody_who_was_considered()
    {
        var one = await _network.StartAsync("one", Birds, Boats);

        var refused = await Should.ThrowAsync<AgentNetworkException>(() => one.Network.RunAsync(new RunRequest("Quousque tandem?")))
            .Within(20);

        refused.Error.ShouldBe(NetworkError.NoCandidate);
        refused.Message.ShouldContain("birds 0");
        refused.Message.ShouldContain("boats 0");
    }

    [Fact]
    public async Task A_router_over_shared_state_goes_by_what_another_node_has_written()
    {
        var duty = StateKey.Parse("duty");
        var one = await _network.StartAsync(
            "one",
            network => network.UseStateRouter(async (state, _, cancellation) =>
                (await state.GetAsync(duty, cancellation: cancellation))?.Value?.Json.Trim('"')),
            Birds,
            Boats);
        var two = await _network.StartAsync("two");
        await _network.MeetAsync();
        await two.Network.State.SetAsync(duty, StateValue.Of("boats")).Within(20);

        (await one.Network.RunAsync(new RunRequest("whatever")).Within(20)).Agent.ShouldBe(Boats.Name);
    }

    private static Agent Birds { get; } =
        new() { Name = AgentName.Parse("birds"), Description = "Knows birds.", Examples = ["What do owls eat?"] };

    private static Agent Boats { get; } =
        new() { Name = AgentName.Parse("boats"), Description = "Knows boats.", Examples = ["How do I moor a yacht?"] };

    /// <summary>Two nodes with an agent each; the first has the router.</summary>
    /// <param name="deployed">The second's agent belongs to the network, though only that node may run it.</param>
    private async Task<TestNode> StartPoolAsync(IRouter router, bool deployed = false)
    {
        var one = await _network.StartAsync("one", network => network.UseChatClient(_model).UseRouter(router), PoolA);
        Agent[] own = deployed ? [] : [PoolB];
        await _network.StartAsync("two", network => network.UseChatClient(_model), own);
        await _network.MeetAsync();
        if (deployed)
            await one.Network.Agents.DeployAsync(PoolB with { Deployment = new AgentDeployment(0) { Nodes = ["two"] } }).Within(20);
        await Eventually.TrueAsync(async () => (await one.Network.GetAgentsAsync()).Length == 2, TimeSpan.FromSeconds(20));
        return one;
    }

    /// <summary>Lets as many calls of the model return, and waits until these runs have ended.</summary>
    private async Task EndAsync(TestNode node, params RunResult[] runs)
    {
        foreach (var _ in runs) (await _model.NextCall().Within(20)).Release("done");
        foreach (var run in runs)
            await Eventually.TrueAsync(async () => (await node.Network.GetRunAsync(run.Id))?.Status == RunStatus.Completed);
    }

    private static async Task<JsonObject> RoutedAsync(TestNode node, RunId run)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await foreach (var one in node.Network.WatchAsync(run, cancellation: limit.Token))
            if (one.Type == RunEventTypes.RouteDecided) return one.Data;
        throw new InvalidOperationException($"run {run} has no {RunEventTypes.RouteDecided}.");
    }
}
