using System.Collections.Immutable;
using Hanzo.Network.Adapters.Tests.Models.Support;

namespace Hanzo.Network.Node.Tests.Processes;

/// <summary>Agents of a node process against a scripted server in OpenAI's format.</summary>
public sealed class ModelProviderTests : IAsyncLifetime
{
    private readonly TestNetwork _network = new();

    [Fact]
    public async Task A_run_calls_tools_in_parallel_and_is_told_what_was_wrong_with_its_calls()
    {
        await using var server = await ScriptedModelServer.StartAsync(
            ModelSteps.Call(
                3,
                ("a", "calculate", "{\"expression\":\"6 * 7\"}"),
                ("b", "calculate", "{\"expression\": 6 *"),
                ("c", "fly", "{\"to\":\"the moon\"}"),
                ("d", "calculate", "{\"wrong\":1}")),
            ModelSteps.Say("It is 42."));

        var transcript = await RunAsync(server, "math", "What is 6 * 7?");

        transcript.ShouldContain("It is 42.");
        transcript.ShouldNotContain("offline");
        var results = server.Seen[1].Body.GetProperty("messages").EnumerateArray()
            .Where(message => message.GetProperty("role").GetString() == "tool")
            .Select(message => message.GetProperty("content").ToString());
        results.ToImmutableArray().ShouldSatisfyAllConditions(
            all => all.Length.ShouldBe(4),
            all => all[0].ShouldContain("42"),
            all => all[1].ShouldContain("error: the arguments are not JSON"),
            all => all[2].ShouldContain("error: no tool 'fly'; available: calculate."),
            all => all[3].ShouldContain("error: "));
    }

    [Fact]
    public async Task An_endless_loop_of_tools_is_stopped_and_what_was_done_is_kept()
    {
        await using var server = await ScriptedModelServer.StartAsync(ModelSteps.Call(("a", "calculate", "{\"expression\":\"1+1\"}")));
        var node = await StartAsync(server);

        var (code, transcript) = await HanzoProcess.RunAsync("run", "math", "for ever", "--stream", "--json", "--node", node.Url);

        code.ShouldBe(1, transcript);
        transcript.ShouldContain("no answer after 10 model calls");
        transcript.Split('\n').Count(line => line.Contains("\"tool.result\"", StringComparison.Ordinal)).ShouldBe(10);
        server.Seen.Count.ShouldBe(10);
    }

    [Fact]
    public async Task Bad_weather_passes_and_a_refusal_is_an_answer()
    {
        await using var server = await ScriptedModelServer.StartAsync(
            ModelSteps.Status(429, "slow down", retryAfter: "0"),
            ModelSteps.Status(500, "oh"),
            ModelSteps.Break(ModelSteps.Chunk(new { role = "assistant", content = "" })),
            ModelSteps.Refuse("I will not say that."));

        (await RunAsync(server, "math", "Say it.")).ShouldContain("I will not say that.");

        server.Seen.Count.ShouldBe(4);
    }

    [Fact]
    public async Task What_the_endpoint_says_is_the_error_and_the_key_is_nowhere()
    {
        await using var server = await ScriptedModelServer.StartAsync(ModelSteps.Status(401, "Incorrect API key provided: sk-secret-1"));
        var key = Path.Combine(_network.Data.FullName, "key");
        await File.WriteAllTextAsync(key, "sk-secret-1\n");
        var node = await StartAsync(server, "--model-key-file", key);

        var (code, transcript) = await HanzoProcess.RunAsync("run", "math", "6 * 7", "--node", node.Url);

        code.ShouldBe(1, transcript);
        transcript.ShouldContain("the model call failed: model provider 'openai': HTTP 401: Incorrect API key provided: ***");
        server.Seen[0].Authorization.ShouldBe("Bearer sk-secret-1");
        node.Process.Transcript.ShouldNotContain("sk-secret-1");
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _network.DisposeAsync().AsTask();

    private Task<RunningNode> StartAsync(ScriptedModelServer server, params string[] more) =>
        _network.StartAsync("one", ["--agents", "math", "--model-url", server.BaseUrl.ToString(), "--model", "test-model", .. more]);

    private async Task<string> RunAsync(ScriptedModelServer server, string agent, string text)
    {
        var node = await StartAsync(server);
        var (code, transcript) = await HanzoProcess.RunAsync("run", agent, text, "--node", node.Url);
        code.ShouldBe(0, transcript);
        return transcript;
    }
}
