using Hanzo.Network.Node.Api.Bodies;

namespace Hanzo.Network.Node.Tests.Processes;

[Collection(ProcessCollection.Name)]
public sealed class DeployAndDrainTests : IAsyncLifetime
{
    private readonly TestNetwork _network = new();
    private RunningNode _one = null!;
    private RunningNode _two = null!;

    public async Task InitializeAsync()
    {
        _one = await _network.StartAsync("one", "--agents", "text");
        _two = await _network.StartAsync("two", "--agents", "math");
        await Task.WhenAll(_one.UntilAsync(network => network.PeerCount == 1), _two.UntilAsync(network => network.PeerCount == 1));
    }

    public Task DisposeAsync() => _network.DisposeAsync().AsTask();

    [Fact]
    public async Task Agents_are_deployed_listed_run_and_taken_back_from_the_command_line()
    {
        var file = await FileAsync("""{"agents":[{"name":"poet","model":"echo"},{"name":"math","tools":["calculate"]}]}""");

        var (code, transcript) = await HanzoProcess.RunAsync("deploy", file, "--on", "two", "--node", _one.Url);
        code.ShouldBe(1, transcript);
        transcript.ShouldContain("deployed poet, version 1; it may run on two");
        transcript.ShouldContain("! hanzo: agent 'math' is pinned to 'two'");

        (code, transcript) = await HanzoProcess.RunAsync("agents", "--node", _two.Url);
        code.ShouldBe(0, transcript);
        transcript.ShouldContain("the network (v1)");
        (await AskAsync(_one, "poet")).Node.ShouldBe("two");

        (code, transcript) = await HanzoProcess.RunAsync("undeploy", "poet", "--json", "--node", _two.Url);
        (code, transcript).ShouldBe((0, """{"undeployed":"poet"}"""));
        (code, transcript) = await HanzoProcess.RunAsync("run", "poet", "hello", "--node", _two.Url);
        code.ShouldBe(1, transcript);
        transcript.ShouldContain("agent 'poet' was undeployed at 20");
        (code, transcript) = await HanzoProcess.RunAsync("undeploy", "pet", "--node", _two.Url);
        code.ShouldBe(1, transcript);
    }

    [Fact]
    public async Task A_slot_moves_with_its_sessions_to_the_node_that_was_named()
    {
        var run = await AdderAsync("one", "two");
        var other = run.Node == "one" ? "two" : "one";

        var (code, transcript) = await HanzoProcess.RunAsync("migrate", run.Session, other, "--dry-run", "--node", _one.Url);
        code.ShouldBe(0, transcript);
        transcript.ShouldContain($"would move from {run.Node} to {other}");
        (code, transcript) = await HanzoProcess.RunAsync("migrate", run.Session, other, "--node", _one.Url);
        code.ShouldBe(0, transcript);
        transcript.ShouldContain($"has moved from {run.Node} to {other}");
        transcript.ShouldContain($"with 1 session:\n  {run.Session}");

        var next = await _one.Client.RunAsync(
            new RunRequestBody { Agent = "adder", Input = "What is 1 + 1?", Session = run.Session }, CancellationToken.None);
        (next.Node, next.RunId).ShouldBe((other, $"{run.Session}.2"));
    }

    [Fact]
    public async Task A_slot_whose_history_is_in_one_nodes_memory_does_not_move()
    {
        await _network.StartAsync("three", "--agents", "text", "--journal", "memory");
        await _one.UntilAsync(network => network.PeerCount == 2);
        var run = await AdderAsync("three");
        run.Node.ShouldBe("three");
        await DeployAdderAsync("three", "one");

        var (code, transcript) = await HanzoProcess.RunAsync("migrate", run.Session, "one", "--node", _one.Url);
        code.ShouldBe(1, transcript);
        transcript.ShouldContain($"is on node '{run.Node}' only");
        (code, transcript) = await HanzoProcess.RunAsync("migrate", run.Session, run.Node, "--dry-run", "--json", "--node", _one.Url);
        code.ShouldBe(0, transcript);
        transcript.ShouldContain(
            $"\"from\":\"{run.Node}\",\"to\":\"{run.Node}\",\"sessions\":[\"{run.Session}\"],\"status\":\"there\"");
    }

    [Fact]
    public async Task A_slot_goes_to_no_node_that_may_not_run_its_agent_or_is_not_there()
    {
        var session = (await AskAsync(_one, "math")).Session;

        var (code, transcript) = await HanzoProcess.RunAsync("migrate", session, "one", "--node", _one.Url);
        code.ShouldBe(1, transcript);
        transcript.ShouldContain("node 'one' may not run 'math': it does not offer 'math'");
        (code, transcript) = await HanzoProcess.RunAsync("migrate", session, "too", "--json", "--node", _one.Url);
        code.ShouldBe(1, transcript);
        transcript.ShouldContain("\"code\":\"unknown_node\",\"message\":\"node ");
    }

    [Fact]
    public async Task An_agent_for_a_label_that_no_node_has_is_refused_and_by_force_waits_for_one()
    {
        var file = await FileAsync("""{"agents":[{"name":"poet","model":"echo"}]}""");
        const string Unknown = "agent 'poet' has no node to run on: label: no node has the label 'attic' (none has any); considered: one: ";

        var (code, transcript) = await HanzoProcess.RunAsync("deploy", file, "--label", "attic", "--node", _one.Url);
        code.ShouldBe(1, transcript);
        transcript.ShouldContain(Unknown);
        transcript.ShouldContain("It was not deployed; force deploys it for nodes that are still to come.");
        (await _one.Client.GetAgentsAsync(CancellationToken.None)).Agents.ShouldNotContain(agent => agent.Name == "poet");

        (code, transcript) = await HanzoProcess.RunAsync("deploy", file, "--label", "attic", "--force", "--node", _one.Url);
        code.ShouldBe(0, transcript);
        transcript.ShouldContain($"note: nobody can run it now: {Unknown}");
        (code, transcript) = await HanzoProcess.RunAsync("run", "poet", "hello", "--node", _two.Url);
        code.ShouldBe(1, transcript);
        transcript.ShouldContain(Unknown);

        await AtticAsync();
        (await AskAsync(_one, "poet")).Node.ShouldBe("attic");
    }

    [Fact]
    public async Task A_drained_node_leaves_and_its_process_ends()
    {
        await AskAsync(_one, "math");

        var (code, transcript) = await HanzoProcess.RunAsync("drain", "--timeout", "20s", "--node", _two.Url);

        code.ShouldBe(0, transcript);
        transcript.ShouldContain("node two is drained and has left");
        (await _two.Process.ExitAsync()).ShouldBe(0, _two.Process.Transcript);
        await _one.UntilAsync(network => network.PeerCount == 0);
    }

    [Fact]
    public async Task Of_several_nodes_none_is_drained_that_is_not_named()
    {
        var (code, transcript) = await HanzoProcess.RunAsync("drain", "--data", _network.Data.FullName);

        code.ShouldBe(2, transcript);
        transcript.ShouldContain("several nodes run here (one, two); say which with --node.");
        (await _one.Client.GetNetworkAsync(CancellationToken.None)).PeerCount.ShouldBe(1);
    }

    [Fact]
    public async Task A_node_can_be_drained_without_a_body_and_ends()
    {
        await AskAsync(_one, "math");
        using var http = new HttpClient();

        using var response = await http.PostAsync(new Uri($"{_two.Url}/v1/drain"), null);
        var steps = await response.Content.ReadAsStringAsync();

        steps.ShouldContain("event: drained");
        (await _two.Process.ExitAsync()).ShouldBe(0, _two.Process.Transcript);
        await _one.UntilAsync(network => network.PeerCount == 0);
    }

    [Theory]
    [InlineData("""{"agents":[{"name":"poet","requires":{"memory_mb":-5}}]}""", "requires.memory_mb: must be a whole number from 0")]
    [InlineData("""{"agents":[]}""", "agents is empty")]
    [InlineData("""{"agents":[{"nam":"poet"}]}""", "agents[0].nam: is unknown; allowed: name")]
    public async Task A_file_that_is_wrong_is_bad_usage_and_deploys_nothing(string agents, string problem)
    {
        var (code, transcript) = await HanzoProcess.RunAsync("deploy", await FileAsync(agents), "--node", _one.Url);

        code.ShouldBe(2, transcript);
        transcript.ShouldContain(problem);
        (await _one.Client.GetAgentsAsync(CancellationToken.None)).Agents.ShouldNotContain(agent => agent.Name == "poet");
    }

    private static Task<RunBody> AskAsync(RunningNode node, string agent) =>
        node.Client.RunAsync(new RunRequestBody { Agent = agent, Input = "What is 6 * 7?" }, CancellationToken.None);

    /// <summary>The first run of an agent that is deployed to these nodes.</summary>
    private async Task<RunBody> AdderAsync(params string[] nodes)
    {
        await DeployAdderAsync(nodes);
        return await AskAsync(_one, "adder");
    }

    private async Task DeployAdderAsync(params string[] nodes)
    {
        var file = await FileAsync("""{"agents":[{"name":"adder","tools":["calculate"]}]}""");
        string[] on = [.. nodes.SelectMany(node => new[] { "--on", node })];
        var (code, transcript) = await HanzoProcess.RunAsync(["deploy", file, .. on, "--node", _one.Url]);
        code.ShouldBe(0, transcript);
    }

    private async Task AtticAsync()
    {
        var device = Path.Combine(_network.Data.FullName, "attic-device.json");
        await File.WriteAllTextAsync(device, """{"model":"Box","chip":"box","memory":4096,"labels":["attic"]}""");
        await _network.StartAsync("attic", "--agents", "text", "--device", device);
        await _one.UntilAsync(network => network.PeerCount == 2);
    }

    private async Task<string> FileAsync(string agents)
    {
        var file = Path.Combine(_network.Data.FullName, "agents.json");
        await File.WriteAllTextAsync(file, agents);
        return file;
    }
}
