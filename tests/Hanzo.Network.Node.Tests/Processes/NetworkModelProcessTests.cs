using System.Globalization;
using Hanzo.Network.Adapters.Tests.Models.Support;

namespace Hanzo.Network.Node.Tests.Processes;

/// <summary>A model server on the machine of one node process, asked by the agents of another.</summary>
public sealed class NetworkModelProcessTests : IAsyncLifetime
{
    private readonly TestNetwork _network = new();

    [Fact]
    public async Task A_node_finds_a_server_of_its_machine_and_the_others_ask_it()
    {
        await using var server = await ScriptedModelServer.StartAtAsync(
            0, ["qwen3"], ModelSteps.Say("one two three four five six seven eight nine ten"));
        var port = server.BaseUrl.Port.ToString(CultureInfo.InvariantCulture);
        await _network.StartAsync("gpu", "--agents", "echo", "--model-servers", $"ollama={port}", "--no-model-probe=false");
        var laptop = await _network.StartAsync("laptop", "--agents", "math");
        await laptop.UntilAsync(network => network.Models.Any(model => model is { Node: "gpu", Server: "ollama", Model: "qwen3" }));

        var (code, transcript) = await HanzoProcess.RunAsync("run", "math", "Count.", "--stream", "--json", "--node", laptop.Url);

        code.ShouldBe(0, transcript);
        transcript.ShouldContain("\"model_node\":\"gpu\"");
        transcript.ShouldContain("on node gpu\"");
        transcript.ShouldContain("nine ten");
        (await HanzoProcess.RunAsync("status", "--node", laptop.Url)).Transcript.ShouldContain("model qwen3 on node gpu (ollama, ");
    }

    [Fact]
    public async Task Without_any_model_status_and_every_answer_say_so()
    {
        var node = await _network.StartAsync("alone", "--agents", "math");

        (await HanzoProcess.RunAsync("run", "math", "6 * 7", "--node", node.Url)).Transcript.ShouldContain("(offline model)");
        (await HanzoProcess.RunAsync("status", "--node", node.Url)).Transcript.ShouldContain("note: no model is configured");
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _network.DisposeAsync().AsTask();
}
