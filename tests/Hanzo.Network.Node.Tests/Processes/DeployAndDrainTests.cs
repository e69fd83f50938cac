using Hanzo.Network.Node.Api.Bodies;

namespace Hanzo.Network.Node.Tests.Processes;

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
    public async Task A_slot_whose_history_is_in_one_nodes_memory_does_not_move()
    {
        await _network.StartAsync("three", "--agents", "text", "--journal", "memory");
        await _one.UntilAsync(network => network.PeerCount == 2);
        await _one.DeployAdderAsync(_network.Data, "three");
        var run = await _one.AskAsync("adder");
        run.Node.ShouldBe("three");
        await _one.DeployAdderAsync(_network.Data, "three", "one");

        var (code, transcript) = await HanzoProcess.RunAsync("migrate", run.Session, "one", "--node", _one.Url);
        code.ShouldBe(1, transcript);
        transcript.ShouldContain($"is on node '{run.Node}' only");
        (code, transcript) = await HanzoProcess.RunAsync("migrate", run.Session, run.Node, "--dry-run", "--json", "--node", _one.Url);
        code.ShouldBe(0, transcript);
        transcript.ShouldContain(
            $"\"from\":\"{run.Node}\",\"to\":\"{run.Node}\",\"sessions\":[\"{run.Session}\"],\"status\":\"there\"");
    }

    [Fact]
    public async Task An_agent_for_a_label_that_no_node_has_is_refused_and_by_force_waits_for_one()
    {
        var file = await _network.Data.FileAsync("""{"agents":[{"name":"poet","model":"echo"}]}""");
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
        (await _one.AskAsync("poet")).Node.ShouldBe("attic");
    }

    [Fact]
    public async Task A_drained_node_leaves_and_its_process_ends()
    {
        await _one.AskAsync("math");

        var (code, transcript) = await HanzoProcess.RunAsync("drain", "--timeout", "20s", "--node", _two.Url);

        code.ShouldBe(0, transcript);
        transcript.ShouldContain("node two is drained and has left");
        (await _two.Process.ExitAsync()).ShouldBe(0, _two.Process.Transcript);
        await _one.UntilAsync(network => network.PeerCount == 0);
    }

    [Fact]
    public async Task A_node_can_be_drained_without_a_body_and_ends()
    {
        await _one.AskAsync("math");
        using var http = new HttpClient();

        using var response = await http.PostAsync(new Uri($"{_two.Url}/v1/drain"), null);
        var steps = await response.Content.ReadAsStringAsync();

        steps.ShouldContain("event: drained");
        (await _two.Process.ExitAsync()).ShouldBe(0, _two.Process.Transcript);
        await _one.UntilAsync(network => network.PeerCount == 0);
    }

    private async Task AtticAsync()
    {
        var device = Path.Combine(_network.Data.FullName, "attic-device.json");
        await File.WriteAllTextAsync(device, """{"model":"Box","chip":"box","memory":4096,"labels":["attic"]}""");
        await _network.StartAsync("attic", "--agents", "text", "--device", device);
        await _one.UntilAsync(network => network.PeerCount == 2);
    }
}
