using Hanzo.Network.Node.Api.Bodies;

namespace Hanzo.Network.Node.Tests.Processes;

/// <summary>What agents remember outlives the processes that remembered it.</summary>
public sealed class MemoryProcessTests : IAsyncLifetime
{
    private readonly TestNetwork _network = new();

    public Task InitializeAsync() => File.WriteAllTextAsync(AgentsFile, """{"agents":[{"name":"friend","memory":{}}]}""");

    public Task DisposeAsync() => _network.DisposeAsync().AsTask();

    [Fact]
    public async Task A_user_is_remembered_after_a_kill_and_forgotten_when_asked_to()
    {
        var node = await StartAsync();
        await AskAsync(node, "I like green tea.", "ada");
        await node.Process.KillAsync();
        await node.Process.ExitAsync();

        node = await StartAsync();

        (await RecalledAsync(node, "Which tea do I like?", "ada")).ShouldContain("I like green tea.");
        (await RecalledAsync(node, "Which tea do I like?", "bob")).ShouldBeEmpty();
        (await RecalledAsync(node, "Which tea do I like?", user: null)).ShouldBeEmpty();

        var (code, transcript) = await HanzoProcess.RunAsync("memory", "search", "green tea", "--user", "ada", "--node", node.Url);
        code.ShouldBe(0, transcript);
        transcript.ShouldContain("I like green tea.");
        transcript.ShouldContain("kept in SQLite");
        (code, transcript) = await HanzoProcess.RunAsync("memory", "delete", "--user", "ada", "--node", node.Url);
        code.ShouldBe(0, transcript);
        (await RecalledAsync(node, "What of the green tea?", "ada")).ShouldBeEmpty();
    }

    private string AgentsFile => Path.Combine(_network.Data.FullName, "agents.json");

    private Task<RunningNode> StartAsync() => _network.StartAsync("one", "--agents", AgentsFile);

    private static async Task<RunBody> AskAsync(RunningNode node, string input, string? user)
    {
        var run = await node.Client.RunAsync(new RunRequestBody { Input = input, Agent = "friend", User = user }, CancellationToken.None);
        run.Status.ShouldBe("completed", run.Error);
        return run;
    }

    private static async Task<IEnumerable<string>> RecalledAsync(RunningNode node, string input, string? user)
    {
        var run = await AskAsync(node, input, user);
        var events = new List<RunEventBody>();
        await foreach (var step in node.Client.WatchAsync(run.RunId, CancellationToken.None)) events.Add(step);
        events.ShouldContain(step => step.Type == "memory.kept");
        return events.Single(step => step.Type == "memory.recalled").Data["memories"]!.AsArray().Select(one => one!["text"]!.ToString());
    }
}
