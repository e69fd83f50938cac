using Hanzo.Network.Adapters;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Tests.Support;
using Hanzo.Network.State;
using Xunit.Abstractions;

namespace Hanzo.Network.Cluster.Tests.Consensus;

/// <summary>A network that grows from one machine to three, each with a folder of its own.</summary>
public sealed class AutoJournalTests(ITestOutputHelper output) : GroupTestBase(output)
{
    private static readonly Agent Slow = new() { Name = AgentName.Parse("slow") };

    private readonly GatedChatClient _model = new();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _model.Dispose();
    }

    [Fact]
    public async Task Sessions_of_the_first_machine_are_on_all_three_and_go_on_when_it_is_gone()
    {
        var one = await StartAsync("one");
        (one.Process.Journal.IsReplicated, one.Process.JournalKind).ShouldBe((false, "auto"));
        var first = await AskAsync(one.Network, new RunRequest("remember 7") { Agent = "slow" }, "yes");
        var chosen = await AskAsync(one.Network, new RunRequest("by name") { Agent = "slow", RunId = "order-1" }, "done");
        var two = await StartAsync("two");
        var second = await AskAsync(two.Network, new RunRequest("remember 8") { Agent = "slow" }, "yes");
        one.Process.Journal.IsReplicated.ShouldBeFalse("two machines are too few");
        var three = await StartAsync("three");
        await Running.MeetAsync();

        foreach (var node in Running.Nodes) await Eventually.TrueAsync(() => node.Process.Journal.IsReplicated);
        await Eventually.TrueAsync(() => two.Process.Board.Current.Nodes.Values.All(node => node.Description?.Journal == "quorum:test"));
        ((IMovingEventStore)one.Process.Store).Move.Phase.ShouldBe(JournalPhase.Replicated);
        (await one.Network.GetStatusAsync()).Durability.ShouldBe("replicated");
        (await AskAsync(one.Network, new RunRequest("what?") { Session = first.Session }, "7")).Output.ShouldBe("7");

        await one.CrashAsync();
        await Eventually.TrueAsync(() => two.Process.Board.Current.Find("one") is null);
        var again = await AskAsync(three.Network, new RunRequest("and now?") { Session = first.Session }, "still 7");
        again.Id.ShouldBe(new RunId(first.Session, 3));
        (await three.Network.GetRunAsync(first.Id).Within(10))!.Output.ShouldBe("yes");
        (await three.Network.RunAsync(new RunRequest("by name") { Agent = "slow", RunId = "order-1" }).Within(20)).Id.ShouldBe(chosen.Id);
        (await AskAsync(three.Network, new RunRequest("what?") { Session = second.Session }, "8")).Output.ShouldBe("8");
        await Eventually.TrueAsync(async () => (await two.Network.GetStatusAsync()).Notices.Any(
            notice => notice.Contains("the loss of one more node stops writing")));
    }

    private Task<TestNode> StartAsync(string id) => Running.StartAsync(
        id,
        builder =>
        {
            builder.UseChatClient(_model);
            var folder = FolderOf(id);
            builder.UseAutoJournal("test", Path.Combine(folder, "journal.db"), Path.Combine(folder, "node"));
        },
        Slow);

    private async Task<RunResult> AskAsync(IAgentNetwork network, RunRequest request, string answer)
    {
        var run = network.RunAsync(request);
        (await _model.NextCall().Within(20)).Release(answer);
        return await run.Within(20);
    }
}
