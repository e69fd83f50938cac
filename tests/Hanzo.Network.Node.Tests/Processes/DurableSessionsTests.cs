using Hanzo.Network.Adapters.Tests.Journal;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Node.Client;

namespace Hanzo.Network.Node.Tests.Processes;

/// <summary>Sessions outlive the processes that carry them.</summary>
public sealed class DurableSessionsTests : IAsyncLifetime
{
    private readonly TestNetwork _network = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _network.DisposeAsync().AsTask();

    [Fact]
    public async Task A_session_goes_on_when_its_node_was_killed_and_is_started_again()
    {
        var node = await _network.StartAsync("one", "--agents", "math");
        var first = await AskAsync(node, "What is 6 * 7?");
        (await StatusAsync(node)).Durability.ShouldBe("local-only");

        await node.Process.KillAsync();
        await node.Process.ExitAsync();
        node = await _network.StartAsync("one", "--agents", "math");

        var remembered = await node.Client.GetRunAsync(first.RunId, CancellationToken.None);
        (remembered.Status, remembered.Output).ShouldBe(("completed", first.Output));
        var second = await AskAsync(node, "What is 1 + 1?", first.Session);
        (second.Session, second.RunId).ShouldBe((first.Session, $"{first.Session}.2"));
        second.Output.ShouldStartWith("2");
    }

    [Fact]
    public async Task A_node_with_the_same_file_takes_over_the_sessions_of_one_that_was_killed()
    {
        var one = await _network.StartAsync("one", "--agents", "math");
        var two = await _network.StartAsync("two", "--agents", "math");

        await TakesOverAsync(one, two);
    }

    [PostgresFact]
    public async Task A_node_of_another_machine_takes_over_what_is_in_their_database()
    {
        var server = new PostgresServer();
        await server.InitializeAsync();
        try
        {
            var journal = await server.NewDatabaseAsync();
            var one = await _network.StartAsync("one", "--agents", "math", "--journal", journal);
            (await StatusAsync(one)).Durability.ShouldBe("shared");
            var two = await _network.StartAsync(
                "two", "--agents", "math", "--journal", journal, "--data", Path.Combine(_network.Data.FullName, "elsewhere"));

            await TakesOverAsync(one, two);
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_node_that_has_a_file_of_its_own_makes_sessions_local()
    {
        var one = await _network.StartAsync("one", "--agents", "math");
        await _network.StartAsync("two", "--agents", "text", "--data", Path.Combine(_network.Data.FullName, "elsewhere"));

        await one.UntilAsync(network => network is { PeerCount: 1, Durability: "local-only" } && network.Peers["two"].Healthy);
    }

    [Fact]
    public async Task A_session_whose_history_is_on_another_machine_waits_for_it_by_name()
    {
        var one = await _network.StartAsync("one", "--agents", "math", "--data", Folder("a"));
        var two = await _network.StartAsync("two", "--agents", "math", "--data", Folder("b"));
        await Task.WhenAll(one.UntilAsync(network => network.PeerCount == 1), two.UntilAsync(network => network.PeerCount == 1));
        var first = await AskAsync(one, "What is 6 * 7?");
        var (holder, other, folder) = first.Node == "one" ? (one, two, "a") : (two, one, "b");
        await AskAsync(other, "What is 2 + 2?", first.Session);

        await holder.Process.KillAsync();
        await other.UntilAsync(network => network.PeerCount == 0);
        await RefusedAsync();

        // Who was told of it once knows it also after an end of its own.
        await other.Process.KillAsync();
        await other.Process.ExitAsync();
        other = await _network.StartAsync(other.Ready.NodeId, "--agents", "math", "--data", Folder(folder == "a" ? "b" : "a"));
        await RefusedAsync();

        await _network.StartAsync(first.Node, "--agents", "math", "--data", Folder(folder));
        await other.UntilAsync(network => network.PeerCount == 1 && network.Peers[first.Node].Healthy);
        var second = await AskAsync(other, "What is 1 + 1?", first.Session);
        (second.RunId, second.Node).ShouldBe(($"{first.Session}.3", first.Node));

        async Task RefusedAsync()
        {
            var refused = await Should.ThrowAsync<NodeClientException>(() => AskAsync(other, "What is 1 + 1?", first.Session));
            (refused.Code, refused.Message).ShouldBe(("history_unavailable", $"history unavailable, held by node '{first.Node}'."));
        }
    }

    [Fact]
    public async Task A_run_id_is_one_run_for_ever()
    {
        var one = await _network.StartAsync("one", "--agents", "math");
        var order = new RunRequestBody { Agent = "math", Input = "What is 6 * 7?", RunId = "order-7" };
        var first = await one.Client.RunAsync(order, CancellationToken.None);
        first.RunId.ShouldBe("order-7");

        await one.Process.KillAsync();
        await one.Process.ExitAsync();
        one = await _network.StartAsync("two", "--agents", "math");

        var (code, transcript) = await HanzoProcess.RunAsync(
            "run", "math", "What is 6 * 7?", "--run-id", "order-7", "--json", "--node", one.Url);
        code.ShouldBe(0, transcript);
        transcript.ShouldContain($"\"session\":\"{first.Session}\"");
        (await one.Client.GetRunAsync("order-7", CancellationToken.None)).Output.ShouldBe(first.Output);
        var other = await Should.ThrowAsync<NodeClientException>(
            () => one.Client.RunAsync(order with { Input = "What is 1 + 1?" }, CancellationToken.None));
        other.Code.ShouldBe("conflict");
        var steps = new List<RunEventBody>();
        await foreach (var step in one.Client.WatchAsync("order-7", CancellationToken.None)) steps.Add(step);
        steps[^1].Type.ShouldBe("run.completed");
    }

    [Fact]
    public async Task In_memory_sessions_end_with_their_node()
    {
        var one = await _network.StartAsync("one", "--agents", "math", "--journal", "memory");

        (await StatusAsync(one)).Durability.ShouldBe("memory-only");
        var session = (await AskAsync(one, "What is 6 * 7?")).Session;

        await one.Process.KillAsync();
        await one.Process.ExitAsync();
        one = await _network.StartAsync("one", "--agents", "math", "--journal", "memory");

        File.Exists(Path.Combine(_network.Data.FullName, "default", "journal.db")).ShouldBeFalse();
        var lost = await Should.ThrowAsync<NodeClientException>(() => AskAsync(one, "What is 1 + 1?", session));
        lost.Message.ShouldContain(session);
    }

    [Fact]
    public async Task A_database_that_does_not_answer_ends_the_start_with_its_name_and_without_its_password()
    {
        var node = _network.Launch("one", "--journal", "Host=127.0.0.1;Port=1;Database=d;Username=u;Password=secret");

        (await node.Process.ExitAsync()).ShouldBe(1, node.Process.Transcript);
        node.Process.Transcript.ShouldContain("journal 127.0.0.1:1/d: the server does not answer");
        node.Process.Transcript.ShouldNotContain("secret");
    }

    [Fact]
    public async Task A_damaged_file_ends_the_start_with_its_name()
    {
        var file = Path.Combine(_network.Data.CreateSubdirectory("default").FullName, "journal.db");
        await File.WriteAllTextAsync(file, new string('x', 8192));
        var node = _network.Launch("one");

        (await node.Process.ExitAsync()).ShouldBe(1, node.Process.Transcript);
        node.Process.Transcript.ShouldContain($"journal {file}: the file is damaged, or no SQLite database");
    }

    private static async Task TakesOverAsync(RunningNode one, RunningNode two)
    {
        await Task.WhenAll(
            one.UntilAsync(network => network is { PeerCount: 1, Durability: "shared" }),
            two.UntilAsync(network => network is { PeerCount: 1, Durability: "shared" }));
        var first = await AskAsync(one, "What is 6 * 7?");
        var (killed, survivor) = first.Node == "one" ? (one, two) : (two, one);

        await killed.Process.KillAsync();
        await survivor.UntilAsync(network => network.PeerCount == 0);

        var second = await AskAsync(survivor, "What is 1 + 1?", first.Session);
        (second.Session, second.RunId, second.Node).ShouldBe((first.Session, $"{first.Session}.2", survivor.Ready.NodeId));
        (await survivor.Client.GetRunAsync(first.RunId, CancellationToken.None)).Output.ShouldBe(first.Output);
    }

    private string Folder(string name) => Path.Combine(_network.Data.FullName, name);

    private static Task<NetworkBody> StatusAsync(RunningNode node) => node.Client.GetNetworkAsync(CancellationToken.None);

    private static Task<RunBody> AskAsync(RunningNode node, string input, string? session = null) =>
        node.Client.RunAsync(new RunRequestBody { Agent = "math", Input = input, Session = session }, CancellationToken.None);
}
