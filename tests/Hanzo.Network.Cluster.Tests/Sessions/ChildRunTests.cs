using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Tests.Support;
using Xunit.Abstractions;

namespace Hanzo.Network.Cluster.Tests.Sessions;

/// <summary>Agents that ask others on other nodes: one journal tells the whole, and the loss of either side changes nothing.</summary>
public sealed class ChildRunTests(ITestOutputHelper output)
{
    private static readonly Agent Boss = new()
    {
        Name = AgentName.Parse("boss"),
        Agents = [new AgentLink(AgentName.Parse("helper")), new AgentLink(AgentName.Parse("helper")) { Mode = AgentLinkMode.HandOff }],
    };

    private static readonly Agent Helper = new() { Name = AgentName.Parse("helper") };

    [Fact]
    public async Task Who_watches_the_asking_run_sees_the_other_agent_begin_and_answer()
    {
        using var team = new Team();
        await using var network = new TestNetwork(output) { Journal = new SharedJournal() };
        var one = await network.StartAsync("one", n => n.UseChatClient(team.Boss), Boss);
        await network.StartAsync("two", n => n.UseChatClient(team.Helper), Helper);
        await network.MeetAsync();
        var run = await one.Network.StartAsync(new RunRequest("do it") { Agent = "boss" }).Within(20);
        (await team.Boss.NextCall().Within(20)).ReleaseAgentCall("ask_helper", "help me");
        var asked = await team.Helper.NextCall().Within(20);
        asked.Messages[^1].Text.ShouldBe("help me");
        asked.Release("helped");
        (await team.Boss.NextCall().Within(20)).Release("done");

        var events = await WatchAsync(one, run.Id).Within(20);

        events[^1].Data["output"]!.GetValue<string>().ShouldBe("done");
        var began = events.Single(e => e.Type == RunEventTypes.ChildStarted);
        began.Data["node"]!.GetValue<string>().ShouldBe("two");
        events.Single(e => e.Type == RunEventTypes.ToolResult).Data["output"]!.GetValue<string>().ShouldBe("helped");
        events[^1].Data["usage"]!["model_calls"]!.GetValue<int>().ShouldBe(3);
    }

    [Fact]
    public async Task A_conversation_is_handed_to_an_agent_on_another_node()
    {
        using var team = new Team();
        await using var network = new TestNetwork(output) { Journal = new SharedJournal() };
        var one = await network.StartAsync("one", n => n.UseChatClient(team.Boss), Boss);
        await network.StartAsync("two", n => n.UseChatClient(team.Helper), Helper);
        await network.MeetAsync();
        var run = await one.Network.StartAsync(new RunRequest("do it") { Agent = "boss" }).Within(20);
        (await team.Boss.NextCall().Within(20)).ReleaseAgentCall("hand_off_to_helper", "take over");

        var asked = await team.Helper.NextCall().Within(20);
        asked.Messages.Select(message => message.Text).ShouldBe(["do it", "take over"]);
        asked.Release("all done");

        await Eventually.TrueAsync(async () => (await one.Network.GetRunAsync(run.Id))?.Output == "all done");
    }

    [Fact]
    public async Task The_loss_of_the_node_that_answers_changes_nothing()
    {
        using var team = new Team();
        await using var network = new TestNetwork(output) { Journal = new SharedJournal() };
        var one = await network.StartAsync("one", n => n.UseChatClient(team.Boss), Boss);
        var two = await network.StartAsync("two", n => n.UseChatClient(team.Helper), Helper);
        var three = await network.StartAsync("three", n => n.UseChatClient(team.Helper), Helper);
        await network.MeetAsync();
        var run = await one.Network.StartAsync(new RunRequest("do it") { Agent = "boss" }).Within(20);
        (await team.Boss.NextCall().Within(20)).ReleaseAgentCall("ask_helper", "help me");
        await team.Helper.NextCall().Within(20);
        var child = (await one.Network.FindRunAsync($"child:{run.Session}.1.2").Within(20))!;

        await (child.Node == "two" ? two : three).CrashAsync();

        (await team.Helper.NextCall().Within(30)).Release("helped");
        (await team.Boss.NextCall().Within(30)).Release("done");
        await Eventually.TrueAsync(async () => (await one.Network.GetRunAsync(run.Id))?.Output == "done");
        (await WatchAsync(one, run.Id).Within(20)).Count(e => e.Type == RunEventTypes.ChildStarted).ShouldBe(1);
    }

    [Fact]
    public async Task The_loss_of_the_node_that_asks_begins_no_second_run()
    {
        using var team = new Team();
        await using var network = new TestNetwork(output) { Journal = new SharedJournal() };
        var one = await network.StartAsync("one", n => n.UseChatClient(team.Boss), Boss);
        var two = await network.StartAsync("two", n => n.UseChatClient(team.Helper), Helper);
        var three = await network.StartAsync("three", n => n.UseChatClient(team.Boss), Boss);
        await network.MeetAsync();
        var run = await two.Network.StartAsync(new RunRequest("do it") { Agent = "boss" }).Within(20);
        (await team.Boss.NextCall().Within(20)).ReleaseAgentCall("ask_helper", "help me");
        var asked = await team.Helper.NextCall().Within(20);
        var child = (await two.Network.FindRunAsync($"child:{run.Session}.1.2").Within(20))!;

        await (run.Node == "one" ? one : three).CrashAsync();
        asked.Release("helped");

        (await team.Boss.NextCall().Within(30)).Release("done");
        await Eventually.TrueAsync(async () => (await two.Network.GetRunAsync(run.Id))?.Output == "done");
        (await WatchAsync(two, child.Id).Within(20)).Count(e => e.Type == RunEventTypes.ModelCalled).ShouldBe(1);
        (await WatchAsync(two, run.Id).Within(20)).Count(e => e.Type == RunEventTypes.ChildStarted).ShouldBe(1);
    }

    [Fact]
    public async Task Cancelling_from_any_node_reaches_the_run_of_the_other_agent()
    {
        using var team = new Team();
        await using var network = new TestNetwork(output) { Journal = new SharedJournal() };
        var one = await network.StartAsync("one", n => n.UseChatClient(team.Boss), Boss);
        var two = await network.StartAsync("two", n => n.UseChatClient(team.Helper), Helper);
        await network.MeetAsync();
        var run = await one.Network.StartAsync(new RunRequest("do it") { Agent = "boss" }).Within(20);
        (await team.Boss.NextCall().Within(20)).ReleaseAgentCall("ask_helper", "help me");
        await team.Helper.NextCall().Within(20);

        var cancelled = await two.Network.CancelAsync(run.Id, "enough").Within(20);

        (cancelled.Status, cancelled.Error).ShouldBe((RunStatus.Cancelled, "enough"));
        var child = (await one.Network.FindRunAsync($"child:{run.Session}.1.2").Within(20))!;
        (child.Status, child.Error).ShouldBe((RunStatus.Cancelled, "enough"));
    }

    private static async Task<List<RunEvent>> WatchAsync(TestNode node, RunId run)
    {
        var events = new List<RunEvent>();
        await foreach (var @event in node.Network.WatchAsync(run)) events.Add(@event);
        return events;
    }

    private sealed class Team : IDisposable
    {
        public GatedChatClient Boss { get; } = new();

        public GatedChatClient Helper { get; } = new();

        public void Dispose()
        {
            Boss.Dispose();
            Helper.Dispose();
        }
    }
}
