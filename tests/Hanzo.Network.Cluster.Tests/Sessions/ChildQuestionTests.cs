using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Tests.Support;
using Hanzo.Network.Conversations;
using Hanzo.Network.Tools;
using Microsoft.Extensions.AI;
using Xunit.Abstractions;

namespace Hanzo.Network.Cluster.Tests.Sessions;

/// <summary>An agent on another node wants to do what needs a person's word: it is asked for at the run that people know of.</summary>
public sealed class ChildQuestionTests(ITestOutputHelper output)
{
    private static readonly Agent Boss = new() { Name = AgentName.Parse("boss"), Agents = [new AgentLink(AgentName.Parse("payer"))] };

    private static readonly Agent Payer = new()
    {
        Name = AgentName.Parse("payer"), Tools = [new ToolReference("pay") { Approval = ToolApproval.Always }],
    };

    [Fact]
    public async Task It_is_answered_at_the_asking_run_from_a_node_that_has_neither()
    {
        using var boss = new GatedChatClient();
        using var payer = new GatedChatClient();
        await using var network = new TestNetwork(output) { Journal = new SharedJournal() };
        var one = await network.StartAsync("one", n => n.UseChatClient(boss), Boss);
        await network.StartAsync("two", n => n.UseChatClient(payer).AddTool(AIFunctionFactory.Create(() => "paid 5", "pay")), Payer);
        var three = await network.StartAsync("three");
        await network.MeetAsync();
        var run = await one.Network.StartAsync(new RunRequest("do it") { Agent = "boss", RunId = "order-7" }).Within(20);
        (await boss.NextCall().Within(20)).ReleaseAgentCall("ask_payer", "pay");
        (await payer.NextCall().Within(20)).ReleaseToolCall("pay");

        await Eventually.TrueAsync(async () => (await three.Network.GetRunAsync(run.Id))?.Approvals.IsEmpty == false);
        var waiting = (await three.Network.FindRunAsync("order-7").Within(20))!;
        waiting.Status.ShouldBe(RunStatus.Waiting);
        var asked = waiting.Approvals.ShouldHaveSingleItem();
        (asked.Id, asked.Tool, asked.Run!.Value.Session.Agent.Value).ShouldBe(("2:2", "pay", "payer"));
        await three.Network.AnswerAsync(run.Id, asked.Id, PersonAnswer.Yes).Within(20);

        var paid = await payer.NextCall().Within(20);
        paid.Messages[^1].Contents.OfType<FunctionResultContent>().Single().Result!.ToString().ShouldBe("paid 5");
        paid.Release("it is paid");
        (await boss.NextCall().Within(20)).Release("done");
        await Eventually.TrueAsync(async () => (await three.Network.GetRunAsync(run.Id))?.Output == "done");

        // Said again, it changes nothing; something else comes too late.
        (await three.Network.AnswerAsync(run.Id, asked.Id, PersonAnswer.Yes).Within(20)).Output.ShouldBe("done");
        var late = three.Network.AnswerAsync(run.Id, asked.Id, PersonAnswer.No("late"));
        (await Should.ThrowAsync<AgentNetworkException>(() => late.Within(20))).Error.ShouldBe(NetworkError.Conflict);
    }

    [Fact]
    public async Task An_asked_run_out_of_reach_does_not_hide_the_run_that_has_asked()
    {
        using var boss = new GatedChatClient();
        using var payer = new GatedChatClient();
        await using var network = new TestNetwork(output) { Journal = new SharedJournal() };
        var one = await network.StartAsync("one", n => n.UseChatClient(boss), Boss);
        var two = await network.StartAsync(
            "two", n => n.UseChatClient(payer).AddTool(AIFunctionFactory.Create(() => "paid 5", "pay")), Payer);
        await network.MeetAsync();
        var run = await one.Network.StartAsync(new RunRequest("do it") { Agent = "boss" }).Within(20);
        (await boss.NextCall().Within(20)).ReleaseAgentCall("ask_payer", "pay");
        (await payer.NextCall().Within(20)).ReleaseToolCall("pay");
        await Eventually.TrueAsync(async () => (await one.Network.GetRunAsync(run.Id))?.Approvals.IsEmpty == false);

        await two.CrashAsync();

        var seen = (await one.Network.GetRunAsync(run.Id).Within(20))!;
        (seen.Status, seen.Approvals.IsEmpty).ShouldBe((RunStatus.Running, true));
    }
}
