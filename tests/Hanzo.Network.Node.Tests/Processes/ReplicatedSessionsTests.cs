using Hanzo.Network.Node.Api.Bodies;

namespace Hanzo.Network.Node.Tests.Processes;

/// <summary>Three nodes with a folder each, as on machines of their own, and no database.</summary>
public sealed class ReplicatedSessionsTests : IAsyncLifetime
{
    private const string Agents = """{"agents":[{"name":"payer","tools":[{"name":"calculate","approval":"always"}]}]}""";

    private static readonly string[] Ids = ["one", "two", "three"];
    private readonly TestNetwork _network = new();

    private string AgentsFile => Path.Combine(_network.Data.FullName, "agents.json");

    public Task InitializeAsync() => File.WriteAllTextAsync(AgentsFile, Agents);

    public Task DisposeAsync() => _network.DisposeAsync().AsTask();

    [Fact]
    public async Task A_session_goes_on_with_its_whole_history_when_its_owner_is_killed_in_the_middle_of_a_run()
    {
        var nodes = await Task.WhenAll(Ids.Select(StartAsync));
        await Task.WhenAll(nodes.Select(node => node.UntilAsync(network => network is { PeerCount: 2, Durability: "replicated" })));
        var first = await AskAsync(nodes[0], "Say something.", null, wait: true);
        first.Status.ShouldBe("completed");
        var second = await AskAsync(nodes[0], "What is 6 * 7?", first.Session, wait: false);
        await UntilAsync(nodes[0], second.RunId, run => run.Approvals is [_]);

        var owner = nodes.Single(node => node.Ready.NodeId == second.Node);
        var left = nodes.Where(node => node != owner).ToArray();
        await owner.Process.KillAsync();
        await left[0].UntilAsync(network => network.PeerCount == 1);

        await UntilAsync(left[0], second.RunId, run => run.Approvals is [_]);
        var (code, transcript) = await HanzoProcess.RunAsync("approve", second.RunId, "--node", left[1].Url);
        code.ShouldBe(0, transcript);
        var done = await UntilAsync(left[1], second.RunId, run => run.Status == "completed");
        done.Output.ShouldStartWith("42");
        left.Select(node => node.Ready.NodeId).ShouldContain(done.Node);
        (await left[0].Client.GetRunAsync(first.RunId, CancellationToken.None)).Output.ShouldBe(first.Output);

        // Who was killed comes back with what it missed.
        var back = await StartAsync(owner.Ready.NodeId);
        await back.UntilAsync(network => network is { PeerCount: 2, Durability: "replicated" });
        (await UntilAsync(back, second.RunId, run => run.Status == "completed")).Output.ShouldBe(done.Output);
        File.Exists(Path.Combine(_network.Data.FullName, "one", "default", "journal.db")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_network_that_grows_to_three_machines_copies_its_sessions_to_all_by_itself()
    {
        var one = await StartAsync("one", journal: null);
        var first = await AskAsync(one, "Say something.", null, wait: true);
        first.Status.ShouldBe("completed");
        var second = await AskAsync(one, "What is 6 * 7?", first.Session, wait: false);
        await UntilAsync(one, second.RunId, run => run.Approvals is [_]);
        RunningNode[] others = await Task.WhenAll(StartAsync("two", journal: null), StartAsync("three", journal: null));
        foreach (var node in (RunningNode[])[one, .. others])
            await node.UntilAsync(network => network is { PeerCount: 2, Durability: "replicated" });

        await one.Process.KillAsync();
        await others[0].UntilAsync(network => network.PeerCount == 1);
        await UntilAsync(others[0], second.RunId, run => run.Approvals is [_]);
        var (code, transcript) = await HanzoProcess.RunAsync("approve", second.RunId, "--node", others[1].Url);
        code.ShouldBe(0, transcript);
        (await UntilAsync(others[1], second.RunId, run => run.Status == "completed")).Output.ShouldStartWith("42");
        (await others[0].Client.GetRunAsync(first.RunId, CancellationToken.None)).Output.ShouldBe(first.Output);
        await others[0].UntilAsync(network => network.Notices.Any(notice => notice.Contains("the loss of one more node")));
    }

    private Task<RunningNode> StartAsync(string id) => StartAsync(id, "replicated");

    private Task<RunningNode> StartAsync(string id, string? journal) => _network.StartAsync(
        id,
        [
            "--agents", AgentsFile, "--data", Path.Combine(_network.Data.FullName, id),
            "--keys", Path.Combine(_network.Data.FullName, "keys"), .. journal is null ? (string[])[] : ["--journal", journal],
        ]);

    private static Task<RunBody> AskAsync(RunningNode node, string input, string? session, bool wait) => node.Client.RunAsync(
        new RunRequestBody { Agent = "payer", Input = input, Session = session, Wait = wait }, CancellationToken.None);

    private static async Task<RunBody> UntilAsync(RunningNode node, string run, Func<RunBody, bool> wanted)
    {
        RunBody? seen = null;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        using var deadline = new CancellationTokenSource(HanzoProcess.Patience);
        try
        {
            while (!wanted(seen = await node.Client.GetRunAsync(run, deadline.Token))) await timer.WaitForNextTickAsync(deadline.Token);
            return seen;
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"it never was so; last seen: {seen?.Status} at {seen?.Node}; process:\n{node.Process.Transcript}");
        }
    }
}
