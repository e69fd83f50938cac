using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Tests.Support;
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
    public async Task A_tool_that_no_node_has_is_told_at_once_and_every_node_with_it()
    {
        var deployed = await _one.Network.Agents.DeployAsync(Gated with { Tools = [new ToolReference("fly")] }).Within(20);
        var refused = await Should.ThrowAsync<AgentNetworkException>(() => _two.Network.RunAsync(new RunRequest("up") { Agent = "poet" }));

        deployed.Nodes.ShouldBeEmpty();
        foreach (var text in new[] { deployed.Warning!, refused.Message })
        {
            text.ShouldContain("one: ");
            text.ShouldContain("two: ");
            text.ShouldContain("fly");
        }
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
