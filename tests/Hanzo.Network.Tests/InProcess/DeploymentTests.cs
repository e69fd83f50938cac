using Hanzo.Network.Agents;
using Hanzo.Network.InProcess;
using Hanzo.Network.Tools;

namespace Hanzo.Network.Tests.InProcess;

public sealed class DeploymentTests : IAsyncLifetime
{
    private static readonly AgentName Poet = AgentName.Parse("poet");
    private readonly AgentNetwork _network = LocalNetwork.Create();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _network.DisposeAsync().AsTask();

    [Fact]
    public async Task A_deployed_agent_runs_and_each_deployment_is_a_new_version()
    {
        var first = await _network.Agents.DeployAsync(Echoing("one"));
        var second = await _network.Agents.DeployAsync(Echoing("two"));

        (first.Definition.Deployment!.Version, second.Definition.Deployment!.Version, second.Warning).ShouldBe((1, 2, null));
        second.Nodes.ShouldBe(["local"]);
        (await _network.RunAsync(new RunRequest("hello") { Agent = "poet" }).WaitAsync(LocalNetwork.Bound)).Output.ShouldBe("hello");
        var listed = (await _network.GetAgentsAsync()).Single(listing => listing.Definition.Name == Poet);
        (listed.Definition.Description, listed.Definition.Deployment!.Version).ShouldBe(("two", 2));
    }

    [Fact]
    public async Task A_run_records_the_version_that_it_went_by()
    {
        await _network.Agents.DeployAsync(Echoing("one"));
        await _network.Agents.DeployAsync(Echoing("two"));

        var versions = new List<string?>();
        await foreach (var e in _network.StreamAsync(new RunRequest("hello") { Agent = "poet" }))
            if (e.Type == RunEventTypes.Started) versions.Add(e.Data["agent_version"]?.ToString());
        await foreach (var e in _network.StreamAsync(new RunRequest("hello") { Agent = "echo" }))
            if (e.Type == RunEventTypes.Started) versions.Add(e.Data["agent_version"]?.ToString());

        versions.ShouldBe(["2", null]);
    }

    [Fact]
    public async Task An_agent_that_was_taken_back_is_refused_with_the_time_and_its_runs_stay_readable()
    {
        await _network.Agents.DeployAsync(Echoing("one"));
        var run = await _network.RunAsync(new RunRequest("hello") { Agent = "poet" }).WaitAsync(LocalNetwork.Bound);

        await _network.Agents.UndeployAsync(Poet);

        var refused = await Refused(() => _network.RunAsync(new RunRequest("again") { Agent = "poet" }));
        refused.Error.ShouldBe(NetworkError.UnknownAgent);
        refused.Message.ShouldStartWith("agent 'poet' was undeployed at 2");
        (await Refused(() => _network.Agents.UndeployAsync(Poet))).Message.ShouldBe(refused.Message);
        (await _network.GetRunAsync(run.Id))!.Output.ShouldBe("hello");
        (await _network.GetAgentsAsync()).ShouldNotContain(listing => listing.Definition.Name == Poet);
        (await _network.Agents.DeployAsync(Echoing("back"))).Definition.Deployment!.Version.ShouldBe(2);
    }

    [Fact]
    public async Task An_agent_from_code_is_neither_replaced_nor_taken_back()
    {
        var deploy = await Refused(() => _network.Agents.DeployAsync(BuiltInAgents.Math));
        var undeploy = await Refused(() => _network.Agents.UndeployAsync(BuiltInAgents.Math.Name));

        (deploy.Error, undeploy.Error).ShouldBe((NetworkError.Conflict, NetworkError.Conflict));
        deploy.Message.ShouldContain("pinned to 'local'");
    }

    [Fact]
    public async Task An_agent_that_nobody_can_run_is_refused_and_by_force_its_runs_are()
    {
        var flying = Echoing("one") with { Tools = [new ToolReference("fly")] };
        var deploy = await Refused(() => _network.Agents.DeployAsync(flying));
        deploy.Error.ShouldBe(NetworkError.NoCandidate);
        deploy.Message.ShouldContain("local: lacks the tool 'fly'");

        var deployed = await _network.Agents.DeployAsync(flying, force: true);

        deployed.Nodes.ShouldBeEmpty();
        deployed.Warning!.ShouldContain("'fly'");
        var refused = await Refused(() => _network.RunAsync(new RunRequest("hello") { Agent = "poet" }));
        refused.Error.ShouldBe(NetworkError.NoCandidate);
        refused.Message.ShouldContain("local: ");
    }

    [Fact]
    public async Task An_agent_nobody_knows_has_a_hint()
    {
        var refused = await Refused(() => _network.Agents.UndeployAsync(AgentName.Parse("maths")));

        refused.Message.ShouldBe("agent 'maths' is unknown; did you mean 'math'? Known are device, echo, math, text.");
    }

    [Fact]
    public async Task A_slot_is_where_it_can_only_be()
    {
        var there = await _network.Agents.MigrateAsync(new MigrationRequest("math.3", "local"));
        var nowhere = await Refused(() => _network.Agents.MigrateAsync(new MigrationRequest("math.3", "mars")));

        there.Status.ShouldBe(MigrationStatus.There);
        (nowhere.Error, nowhere.Message).ShouldBe((NetworkError.UnknownNode, "node 'mars' is not here; the only node is 'local'."));
        Should.Throw<AgentNetworkException>(() => _network.Nodes.DrainAsync(TimeSpan.Zero)).Error.ShouldBe(NetworkError.InvalidRequest);
    }

    private static Agent Echoing(string description) => BuiltInAgents.Echo with { Name = Poet, Description = description };

    private static Task<AgentNetworkException> Refused(Func<Task> act) => Should.ThrowAsync<AgentNetworkException>(act);
}
