using Akka.Actor;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Cluster.Tests.Support;
using Hanzo.Network.Devices;
using Hanzo.Network.Placement;
using Hanzo.Network.Tools;
using Xunit.Abstractions;

namespace Hanzo.Network.Cluster.Tests.Deployment;

/// <summary>Whole nodes with agents that belong to the network.</summary>
public sealed class DeployTests(ITestOutputHelper output) : IAsyncLifetime
{
    private static readonly AgentName Poet = AgentName.Parse("poet");
    private static readonly Agent Gated = new() { Name = Poet, Instructions = "v1" };

    private readonly GatedChatClient _model = new();
    private readonly TestNetwork _network = new(output);
    private TestNode _one = null!;
    private TestNode _two = null!;

    public async Task InitializeAsync()
    {
        _one = await _network.StartAsync("one", n => n.UseChatClient(_model));
        _two = await _network.StartAsync("two", n => n.UseChatClient(_model));
        await _network.MeetAsync();
    }

    public async Task DisposeAsync()
    {
        await _network.DisposeAsync();
        _model.Dispose();
    }

    [Fact]
    public async Task A_deployed_agent_runs_on_the_node_in_its_scope_whoever_is_asked()
    {
        var deployed = await _one.Network.Agents.DeployAsync(On("two")).Within(20);

        (deployed.Definition.Deployment!.Version, string.Join(',', deployed.Nodes), deployed.Warning).ShouldBe((1, "two", null));
        foreach (var node in new[] { _one, _two })
        {
            var run = node.Network.RunAsync(new RunRequest("hello") { Agent = "poet" });
            (await _model.NextCall().Within(20)).Release("a poem");
            (await run.Within(20)).Node.ShouldBe("two");
        }
    }

    [Fact]
    public async Task A_run_ends_with_its_version_and_the_next_one_of_the_session_has_the_newest()
    {
        await _one.Network.Agents.DeployAsync(Gated).Within(20);
        var first = _one.Network.RunAsync(new RunRequest("one") { Agent = "poet" });
        var call = await _model.NextCall().Within(20);
        await _two.Network.Agents.DeployAsync(Gated with { Instructions = "v2" }).Within(20);
        call.Release("first");
        var ran = await first.Within(20);

        var second = _two.Network.RunAsync(new RunRequest("two") { Session = ran.Session });
        (await _model.NextCall().Within(20)).Release("second");
        await second.Within(20);

        (await VersionsAsync(ran.Session)).ShouldBe(["1", "2"]);
    }

    [Fact]
    public async Task What_is_under_way_when_an_agent_is_taken_back_ends_and_what_comes_later_is_refused()
    {
        await _one.Network.Agents.DeployAsync(On("two")).Within(20);
        var run = _one.Network.RunAsync(new RunRequest("one") { Agent = "poet" });
        var call = await _model.NextCall().Within(20);
        await _one.Network.Agents.UndeployAsync(Poet).Within(20);

        var late = await Should.ThrowAsync<AgentNetworkException>(() => _one.Network.RunAsync(new RunRequest("two") { Agent = "poet" }));
        call.Release("done");
        var ran = await run.Within(20);
        var next = await Should.ThrowAsync<AgentNetworkException>(
            () => _one.Network.RunAsync(new RunRequest("three") { Session = ran.Session }).Within(20));

        ran.Output.ShouldBe("done");
        (late.Error, next.Error).ShouldBe((NetworkError.UnknownAgent, NetworkError.UnknownAgent));
        late.Message.ShouldStartWith("agent 'poet' was undeployed at 20");
        next.Message.ShouldBe(late.Message);
        (await _one.Network.GetRunAsync(ran.Id).Within(20))!.Output.ShouldBe("done");
    }

    [Fact]
    public async Task A_session_that_comes_back_after_its_agent_was_taken_back_ends_its_runs_and_says_so()
    {
        await _one.Network.Agents.DeployAsync(On("one")).Within(20);
        var active = await _one.Network.StartAsync(new RunRequest("one") { Agent = "poet" }).Within(20);
        await _model.NextCall().Within(20);
        var queued = _one.Network.RunAsync(new RunRequest("two") { Session = active.Session });
        await Eventually.TrueAsync(() => _one.Process.Gauge.Queued == 1);
        await _one.Network.Agents.UndeployAsync(Poet).Within(20);

        await _one.StopSessionAsync(active.Session, Kill.Instance);

        foreach (var ended in new[] { await queued.Within(30), (await _one.Network.GetRunAsync(active.Id).Within(20))! })
        {
            ended.Status.ShouldBe(RunStatus.Failed);
            ended.Error.ShouldNotBeNull().ShouldStartWith("agent 'poet' was undeployed at 20");
        }

        await Eventually.TrueAsync(() => _one.Process.Gauge is { Active: 0, Queued: 0 });
    }

    [Fact]
    public async Task A_tool_that_no_node_has_is_told_at_once_and_every_node_with_it()
    {
        var deployed = await _one.Network.Agents.DeployAsync(Gated with { Tools = [new ToolReference("fly")] }, force: true).Within(20);
        var refused = await Should.ThrowAsync<AgentNetworkException>(() => _two.Network.RunAsync(new RunRequest("up") { Agent = "poet" }));

        deployed.Nodes.ShouldBeEmpty();
        foreach (var text in new[] { deployed.Warning!, refused.Message })
        {
            text.ShouldContain("one: ");
            text.ShouldContain("two: ");
            text.ShouldContain("fly");
        }
    }

    [Fact]
    public async Task A_slot_that_nobody_has_is_kept_for_the_node_that_was_asked_for()
    {
        await _one.Network.Agents.DeployAsync(Gated).Within(20);
        foreach (var slot in Enumerable.Range(0, Gated.Slots))
        {
            var asked = await _one.Network.Agents.MigrateAsync(new MigrationRequest($"poet.{slot}", "two")).Within(20);
            asked.Status.ShouldBe(MigrationStatus.Reserved);
        }

        await Eventually.TrueAsync(() => _one.Process.Board.Current.Wishes.Count == Gated.Slots);
        foreach (var _ in Enumerable.Range(0, 4))
        {
            var run = _one.Network.RunAsync(new RunRequest("hello") { Agent = "poet", Placement = PlacementStrategy.RoundRobin });
            (await _model.NextCall().Within(20)).Release("a poem");
            (await run.Within(20)).Node.ShouldBe("two");
        }
    }

    [Fact]
    public async Task A_node_that_brings_an_agent_of_a_deployed_name_is_told_that_the_deployed_one_counts()
    {
        await _one.Network.Agents.DeployAsync(Gated).Within(20);

        var three = await _network.StartAsync("three", n => n.UseChatClient(_model), Gated with { Instructions = "mine" });

        await Eventually.TrueAsync(async () => (await three.Network.GetStatusAsync()).Notices.Any(
            notice => notice.StartsWith("agent 'poet' is deployed to the network", StringComparison.Ordinal)));
        (await three.Network.GetAgentsAsync()).Single().Definition.Instructions.ShouldBe("v1");
    }

    [Fact]
    public async Task When_the_best_node_is_at_capacity_the_next_one_takes_over()
    {
        await using var home = new TestNetwork(output);
        foreach (var (id, fp16) in new[] { ("laptop", 7.1), ("pi", 0.1), ("server", 165.16) })
            await home.StartAsync(id, n => n.UseChatClient(_model).Configure(o =>
            {
                o.Device = new DeviceCapabilities { Model = id, Chip = "c", Flops = new Flops(null, fp16, null) };
                o.Capacity = 1;
            }));
        await home.MeetAsync();
        var asked = home.Nodes[1];
        await asked.Network.Agents.DeployAsync(Gated with { Workload = Workload.Heavy }).Within(20);

        var first = asked.Network.RunAsync(new RunRequest("hello") { Agent = "poet" });
        var atServer = await _model.NextCall().Within(20);
        await Eventually.TrueAsync(() => asked.Process.Board.Current.Find("server")!.Load is { ActiveRuns: 1 });
        var next = asked.Network.RunAsync(new RunRequest("hello") { Agent = "poet" });
        (await _model.NextCall().Within(20)).Release("a poem");
        atServer.Release("a poem");

        (await first.Within(20)).Node.ShouldBe("server");
        var second = await next.Within(20);
        second.Node.ShouldBe("laptop", second.Why);
    }

    [Fact]
    public async Task A_dedicated_session_has_a_slot_of_its_own()
    {
        await _one.Network.Agents.DeployAsync(Gated).Within(20);

        var runs = new List<RunResult>();
        foreach (var _ in Enumerable.Range(0, 4))
        {
            var run = _one.Network.RunAsync(new RunRequest("hello") { Agent = "poet", Dedicated = true });
            (await _model.NextCall().Within(20)).Release("a poem");
            runs.Add(await run.Within(20));
        }

        runs.ShouldAllBe(run => run.Session.Slot.IsDedicated);
        runs.Select(run => run.Session.Slot).ShouldBeUnique();
        var again = _two.Network.RunAsync(new RunRequest("hello") { Session = runs[0].Session });
        (await _model.NextCall().Within(20)).Release("another");
        (await again.Within(20)).Node.ShouldBe(runs[0].Node);
        var refused = await Should.ThrowAsync<AgentNetworkException>(
            () => _one.Network.RunAsync(new RunRequest("hello") { Session = runs[0].Session, Dedicated = true }));
        refused.Message.ShouldContain("dedicated is for new sessions");
    }

    [Fact]
    public async Task A_placement_of_the_program_is_asked_by_its_name()
    {
        var asked = new List<string>();
        var three = await _network.StartAsync("three", n => n.UseChatClient(_model).AddPlacement("last", (agents, state, peers) =>
        {
            asked.Add($"{agents.Single().Name} {state.Query} {peers.Length}");
            return peers[^1];
        }));
        await _network.MeetAsync();
        await three.Network.Agents.DeployAsync(Gated).Within(20);

        var run = three.Network.RunAsync(new RunRequest("hello") { Agent = "poet", CustomPlacement = "last" });
        (await _model.NextCall().Within(20)).Release("a poem");
        var ran = await run.Within(20);
        var refused = await Should.ThrowAsync<AgentNetworkException>(
            () => three.Network.RunAsync(new RunRequest("hello") { Agent = "poet", CustomPlacement = "lats" }));

        (ran.Node, asked.Single()).ShouldBe(("two", "poet hello 3"));
        ran.Why.ShouldContain("placement 'last' chose it");
        refused.Message.ShouldBe("placement 'lats' is unknown; allowed: capability, least_loaded, round_robin, random, last.");
    }

    private static Agent On(string node) => Gated with { Deployment = new AgentDeployment(0) { Nodes = [node] } };

    private async Task<List<string?>> VersionsAsync(SessionId session)
    {
        var versions = new List<string?>();
        foreach (var run in new[] { 1, 2 })
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            await foreach (var e in _one.Network.WatchAsync(new RunId(session, run), 0, patience.Token))
                if (e.Type == RunEventTypes.Started) versions.Add(e.Data["agent_version"]?.ToString());
        }

        return versions;
    }
}
