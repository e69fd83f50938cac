using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;
using Hanzo.Network.InProcess;
using Hanzo.Network.State;
using Hanzo.Network.Tests.State;
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

    [Fact]
    public async Task An_asked_run_out_of_reach_hides_only_its_own_questions()
    {
        var (time, store) = (new ManualTime(), new SilentStore());
        await using var network = Create(store, time, "boss");
        var run = await WaitingAsync(network, questions: 2);
        run.Approvals.Select(asked => asked.Id).ShouldBe(["2:2", "2:3:2"], ignoreOrder: true);

        var silent = store.Silence(id => id.StartsWith("helper.", StringComparison.Ordinal));
        var looking = network.GetRunAsync(run.Id);
        await silent.WaitAsync(LocalNetwork.Bound);
        time.Advance(ChildQuestions.Within);

        (await looking.WaitAsync(LocalNetwork.Bound))!.Approvals.Select(asked => asked.Id).ShouldBe(["2:2"]);
    }

    [Fact]
    public async Task An_answer_that_is_recorded_is_no_error_though_the_asking_run_cannot_be_read_any_more()
    {
        var (time, store) = (new ManualTime(), new SilentStore());
        await using var network = Create(store, time);
        var run = await WaitingAsync(network);

        var silent = store.Silence(id => id.StartsWith("chief.", StringComparison.Ordinal), from: "approval.answered.1");
        var answering = network.AnswerAsync(run.Id, "2:2:2", PersonAnswer.Yes);
        await silent.WaitAsync(LocalNetwork.Bound);
        time.Advance(ChildQuestions.Within);

        (await answering.WaitAsync(LocalNetwork.Bound)).Id.ShouldBe(run.Id);
    }

    private static Agent Member(string name) => new() { Name = AgentName.Parse(name), Instructions = name };

    /// <param name="pays">Also wants to pay itself.</param>
    private static AgentNetwork Create(IEventStore? store = null, TimeProvider? time = null, string? pays = null) => LocalNetwork.Create(
        new ScriptedChatClient((messages, _) => Task.FromResult(Reply(messages, pays))),
        store,
        time,
        configure: network =>
        {
            foreach (var agent in Team)
                network.AddAgent(agent.Name.Value == pays ? agent with { Tools = Team[^1].Tools } : agent);
            network.AddTool(AIFunctionFactory.Create((int amount) => $"paid {amount}", "pay"));
        });

    private static ChatMessage Reply(IReadOnlyList<ChatMessage> messages, string? pays)
    {
        var who = messages[0].Text;
        if (messages[^1].Contents.OfType<FunctionResultContent>().FirstOrDefault() is { } result)
            return ScriptedChatClient.Say($"{who}: {result.Result}");
        return who switch
        {
            "chief" => ScriptedChatClient.Call(("ask_boss", "input", "pay")),
            "boss" when pays == "boss" => ScriptedChatClient.Call(("pay", "amount", 1), ("ask_helper", "input", "pay")),
            "boss" => ScriptedChatClient.Call(("ask_helper", "input", "pay")),
            _ => ScriptedChatClient.Call(("pay", "amount", 5)),
        };
    }

    private static async Task<RunResult> WaitingAsync(AgentNetwork network, int questions = 1)
    {
        var run = await network.StartAsync(new RunRequest("pay") { Agent = "chief" });
        using var limit = new CancellationTokenSource(LocalNetwork.Bound);
        await foreach (var @event in network.WatchAsync(run.Id, 0, limit.Token))
            if (TellsOfAQuestion(@event) && --questions == 0) break;
        return (await network.GetRunAsync(run.Id))!;
    }

    private static bool TellsOfAQuestion(RunEvent @event) => @event.Type == RunEventTypes.ChildStep
        && $"{@event.Data["type"]} {@event.Data["text"]}".Contains(RunEventTypes.ApprovalRequested, StringComparison.Ordinal);

    /// <summary>Does not say of some sessions whether it has them.</summary>
    private sealed class SilentStore() : ForwardingEventStore(new InMemoryEventStore(TimeProvider.System))
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private Func<string, bool> _isSilent = _ => false;
        private string? _from;

        /// <param name="from">Manifest of the first event that this begins after; null: now.</param>
        /// <returns>Ends when the first of them was asked for.</returns>
        public Task Silence(Func<string, bool> of, string? from = null)
        {
            (_isSilent, _from) = (of, from);
            return _asked.Task;
        }

        public override async Task AppendAsync(
            string persistenceId, long expectedSequence, string writer, IReadOnlyList<NewEvent> events, CancellationToken cancellation)
        {
            await base.AppendAsync(persistenceId, expectedSequence, writer, events, cancellation);
            if (events.Any(added => added.Manifest == _from)) _from = null;
        }

        public override async Task<long> HighestAsync(string persistenceId, CancellationToken cancellation)
        {
            if (_from is null && _isSilent(persistenceId))
            {
                _asked.TrySetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
            }

            return await base.HighestAsync(persistenceId, cancellation);
        }
    }
}
