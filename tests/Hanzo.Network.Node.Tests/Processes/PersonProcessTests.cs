using Hanzo.Network.Node.Api.Bodies;

namespace Hanzo.Network.Node.Tests.Processes;

/// <summary>Runs that wait for people outlive the processes that asked them.</summary>
public sealed class PersonProcessTests : IAsyncLifetime
{
    private const string Agents =
        """
        {"agents":[
        {"name":"payer","tools":[{"name":"calculate","approval":"always"}]},
        {"name":"asker","tools":["ask_person"]},
        {"name":"hasty","tools":[{"name":"calculate","approval":"always","unanswered":{"after_seconds":5}}]}]}
        """;

    private readonly TestNetwork _network = new();

    public Task InitializeAsync() => File.WriteAllTextAsync(AgentsFile, Agents);

    public Task DisposeAsync() => _network.DisposeAsync().AsTask();

    [Fact]
    public async Task An_approval_waits_across_the_kill_of_its_node_and_is_given_at_another()
    {
        var (one, two) = (await StartAsync("one"), await StartAsync("two"));
        await Task.WhenAll(one.UntilAsync(network => network.PeerCount == 1), two.UntilAsync(network => network.PeerCount == 1));
        var run = await AskAsync(one, "payer", "What is 6 * 7?");
        var (killed, survivor) = run.Node == "one" ? (one, two) : (two, one);
        var watched = WatchAsync(survivor, run.RunId);
        var asked = (await UntilWaitingAsync(survivor, run.RunId)).Approvals.ShouldHaveSingleItem();

        await killed.Process.KillAsync();
        await survivor.UntilAsync(network => network.PeerCount == 0);

        (await UntilWaitingAsync(survivor, run.RunId)).Approvals.ShouldHaveSingleItem().ShouldBe(asked);
        var (code, transcript) = await HanzoProcess.RunAsync("approve", run.RunId, "--node", survivor.Url);
        code.ShouldBe(0, transcript);
        transcript.ShouldStartWith("allowed 2: calculate {\"expression\":\"6 * 7\"}");
        var events = await watched;
        events[^1].Data["output"]!.ToString().ShouldStartWith("42");
        events.Select(e => e.Type).Where(type => type is "tool.called" or "approval.requested" or "approval.answered" or "tool.result")
            .ShouldBe(["tool.called", "approval.requested", "approval.answered", "tool.result"]);
        (await survivor.Client.GetRunAsync(run.RunId, CancellationToken.None)).Node.ShouldBe(survivor.Ready.NodeId);
    }

    [Fact]
    public async Task A_question_waits_while_no_node_runs_and_is_answered_in_words_afterwards()
    {
        var node = await StartAsync("one");
        var run = await AskAsync(node, "asker", "Ask a person: which colour?");
        await UntilWaitingAsync(node, run.RunId);
        await node.Process.KillAsync();
        await node.Process.ExitAsync();

        node = await StartAsync("two");
        await UntilWaitingAsync(node, run.RunId);
        var (code, transcript) = await HanzoProcess.RunAsync("approve", run.RunId, "--node", node.Url);
        code.ShouldBe(1, transcript);
        transcript.ShouldContain("is to be answered in words");
        (code, transcript) = await HanzoProcess.RunAsync("answer", run.RunId, "blue, like the door", "--node", node.Url);

        code.ShouldBe(0, transcript);
        transcript.ShouldStartWith("answered 2: ask_person");
        (await WatchAsync(node, run.RunId))[^1].Data["output"]!.ToString().ShouldStartWith("blue, like the door");
    }

    [Fact]
    public async Task Time_for_an_answer_passes_also_while_no_node_runs()
    {
        var node = await StartAsync("one");
        var run = await AskAsync(node, "hasty", "What is 6 * 7?");
        await UntilWaitingAsync(node, run.RunId);
        await node.Process.KillAsync();
        await node.Process.ExitAsync();

        node = await StartAsync("one");

        var events = await WatchAsync(node, run.RunId);
        var answered = events.Single(e => e.Type == "approval.answered");
        answered.Data["by_default"]!.GetValue<bool>().ShouldBeTrue();
        answered.At.ShouldBeGreaterThanOrEqualTo(events.Single(e => e.Type == "approval.requested").At.AddSeconds(5));
        events[^1].Data["output"]!.ToString().ShouldContain("nobody answered within 5 s");
    }

    private string AgentsFile => Path.Combine(_network.Data.FullName, "team.json");

    private Task<RunningNode> StartAsync(string id) => _network.StartAsync(id, "--agents", AgentsFile);

    private static Task<RunBody> AskAsync(RunningNode node, string agent, string input) =>
        node.Client.RunAsync(new RunRequestBody { Agent = agent, Input = input, Wait = false }, CancellationToken.None);

    private static async Task<RunBody> UntilWaitingAsync(RunningNode node, string run)
    {
        using var deadline = new CancellationTokenSource(HanzoProcess.Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (true)
        {
            var seen = await node.Client.GetRunAsync(run, deadline.Token);
            if (seen.Status == "waiting" && !seen.Approvals.IsEmpty) return seen;
            await timer.WaitForNextTickAsync(deadline.Token);
        }
    }

    private static async Task<List<RunEventBody>> WatchAsync(RunningNode node, string run)
    {
        using var deadline = new CancellationTokenSource(2 * HanzoProcess.Patience);
        var events = new List<RunEventBody>();
        await foreach (var e in node.Client.WatchAsync(run, deadline.Token))
            if (e.Sequence is not null) events.Add(e);
        return events;
    }
}
