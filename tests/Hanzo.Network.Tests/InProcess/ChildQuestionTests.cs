using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;
using Hanzo.Network.InProcess;
using Hanzo.Network.Tools;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Tests.InProcess;

/// <summary>What runs of other agents wait for is told and answered at the run that has asked, however many are in between.</summary>
public sealed class ChildQuestionTests
{
    private static readonly Agent[] Team =
    [
        Member("chief") with { Agents = [new AgentLink(AgentName.Parse("boss"))] },
        Member("boss") with { Agents = [new AgentLink(AgentName.Parse("helper"))] },
        Member("helper") with { Tools = [new ToolReference("pay") { Approval = ToolApproval.Always }] },
    ];

    [Fact]
    public async Task A_question_two_agents_away_is_told_and_answered_at_the_first()
    {
        await using var network = Create();
        var run = await WaitingAsync(network);

        run.Status.ShouldBe(RunStatus.Waiting);
        var asked = run.Approvals.ShouldHaveSingleItem();
        (asked.Id, asked.Tool, asked.Run!.Value.Session.Agent.Value).ShouldBe(("2:2:2", "pay", "helper"));
        (await network.GetRunAsync(asked.Run.Value))!.Approvals.ShouldHaveSingleItem().Id.ShouldBe("2");

        await network.AnswerAsync(run.Id, asked.Id, PersonAnswer.Yes);

        (await network.WatchAsync(run.Id).ToListAsync())[^1].Data["output"]!.GetValue<string>().ShouldBe("chief: boss: helper: paid 5");
        (await network.GetRunAsync(run.Id))!.ShouldSatisfyAllConditions(
            ended => ended.Status.ShouldBe(RunStatus.Completed), ended => ended.Approvals.ShouldBeEmpty(),
            ended => ended.Asks.ShouldBeNull());
    }

    [Fact]
    public async Task A_refusal_goes_to_the_agent_that_wanted_the_call()
    {
        await using var network = Create();
        var run = await WaitingAsync(network);

        await network.AnswerAsync(run.Id, "2:2:2", PersonAnswer.No("too much"));

        (await network.WatchAsync(run.Id).ToListAsync())[^1].Data["output"]!.GetValue<string>()
            .ShouldBe("chief: boss: helper: error: a person did not allow this call. too much");
    }

    [Theory]
    [InlineData("3:2", NetworkError.Conflict, "does not wait for approval '3:2'")]
    [InlineData("2:7:1", NetworkError.Conflict, "does not wait for approval '7:1'")]
    [InlineData("2:2:9", NetworkError.Conflict, "does not wait for approval '9'")]
    [InlineData("pay:2", NetworkError.InvalidRequest, "before ':' it must have a number")]
    [InlineData(":2", NetworkError.InvalidRequest, "before ':' it must have a number")]
    [InlineData("2:2:", NetworkError.InvalidRequest, "approval '' is no id of one")]
    public async Task What_is_no_question_is_refused(string approval, NetworkError error, string why)
    {
        await using var network = Create();
        var run = await WaitingAsync(network);

        var refused = await Should.ThrowAsync<AgentNetworkException>(() => network.AnswerAsync(run.Id, approval, PersonAnswer.Yes));

        refused.Error.ShouldBe(error);
        refused.Message.ShouldContain(why);
    }

    private static Agent Member(string name) => new() { Name = AgentName.Parse(name), Instructions = name };

    private static AgentNetwork Create() => LocalNetwork.Create(
        new ScriptedChatClient((messages, _) => Task.FromResult(Reply(messages))),
        configure: network =>
        {
            foreach (var agent in Team) network.AddAgent(agent);
            network.AddTool(AIFunctionFactory.Create((int amount) => $"paid {amount}", "pay"));
        });

    private static ChatMessage Reply(IReadOnlyList<ChatMessage> messages)
    {
        var who = messages[0].Text;
        if (messages[^1].Contents.OfType<FunctionResultContent>().FirstOrDefault() is { } result)
            return ScriptedChatClient.Say($"{who}: {result.Result}");
        return who switch
        {
            "chief" => ScriptedChatClient.Call(("ask_boss", "input", "pay")),
            "boss" => ScriptedChatClient.Call(("ask_helper", "input", "pay")),
            _ => ScriptedChatClient.Call(("pay", "amount", 5)),
        };
    }

    private static async Task<RunResult> WaitingAsync(AgentNetwork network)
    {
        var run = await network.StartAsync(new RunRequest("pay") { Agent = "chief" });
        using var limit = new CancellationTokenSource(LocalNetwork.Bound);
        await foreach (var @event in network.WatchAsync(run.Id, 0, limit.Token))
            if (TellsOfAQuestion(@event)) break;
        return (await network.GetRunAsync(run.Id))!;
    }

    private static bool TellsOfAQuestion(RunEvent @event) => @event.Type == RunEventTypes.ChildStep
        && @event.Data["text"]!.GetValue<string>().StartsWith(RunEventTypes.ApprovalRequested, StringComparison.Ordinal);
}
