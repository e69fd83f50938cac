using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;
using Hanzo.Network.InProcess;
using Hanzo.Network.State;
using Hanzo.Network.Tests.State;
using Hanzo.Network.Tools;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Tests.InProcess;

/// <summary>People in the loop of a network in one process, on virtual time.</summary>
public sealed class PersonTests
{
    private static readonly Agent Payer = new()
    {
        Name = AgentName.Parse("payer"),
        Tools =
        [
            new ToolReference("pay") { Approval = ToolApproval.Always, Unanswered = new Unanswered(TimeSpan.FromHours(6)) },
        ],
    };

    private static readonly Agent Painter = new() { Name = AgentName.Parse("painter"), Tools = [new ToolReference("ask_person")] };

    private readonly ManualTime _time = new();
    private readonly InMemoryEventStore _store;
    private int _paid;

    public PersonTests() => _store = new InMemoryEventStore(_time);

    [Fact]
    public async Task A_call_that_is_allowed_goes_on_and_the_answer_is_in_the_stream()
    {
        await using var network = Create();
        var run = await WaitingAsync(network, "payer", "pay");

        (await network.AnswerAsync(run.Id, "2", PersonAnswer.Yes)).Status.ShouldNotBe(RunStatus.Waiting);

        var events = await network.WatchAsync(run.Id).ToListAsync();
        events.Where(e => e.Type.StartsWith("approval", StringComparison.Ordinal)).Select(e => e.Type)
            .ShouldBe([RunEventTypes.ApprovalRequested, RunEventTypes.ApprovalAnswered]);
        events[^1].Data["output"]!.GetValue<string>().ShouldStartWith("paid");
        _paid.ShouldBe(1);
    }

    [Fact]
    public async Task Six_hours_without_an_answer_pass_also_while_nothing_runs()
    {
        RunResult run;
        await using (var network = Create())
        {
            run = await WaitingAsync(network, "payer", "pay");
            _time.Advance(TimeSpan.FromHours(5));
            (await network.GetRunAsync(run.Id))!.Status.ShouldBe(RunStatus.Waiting);
        }

        await using var next = Create();
        (await next.GetRunAsync(run.Id))!.Approvals.ShouldHaveSingleItem().Deadline!.At.ShouldBe(ManualTime.Start.AddHours(6));
        var watched = next.WatchAsync(run.Id).ToListAsync();
        _time.Advance(TimeSpan.FromHours(1));

        var events = await watched;
        events.ShouldContain(e => e.Type == RunEventTypes.ApprovalAnswered && e.Data["by_default"]!.GetValue<bool>());
        events[^1].Data["output"]!.GetValue<string>().ShouldContain("nobody answered within 21600 s");
        _paid.ShouldBe(0);
    }

    [Fact]
    public async Task Hours_that_pass_while_the_journal_fails_are_noticed_when_it_does_not_any_more()
    {
        var store = new StumblingStore(_store);
        await using var network = Create(store);
        var run = await WaitingAsync(network, "payer", "pay");
        store.Fails = true;
        _time.Advance(TimeSpan.FromHours(6));
        await store.Failed.WaitAsync(LocalNetwork.Bound);
        store.Fails = false;

        // Whoever asked the network for the run would wake its session.
        using var limit = new CancellationTokenSource(LocalNetwork.Bound);
        while (!await HasAsync(run.Session, "approval.answered.1"))
        {
            limit.Token.ThrowIfCancellationRequested();
            _time.Advance(TimeSpan.FromSeconds(5));
            await Task.Yield();
        }
    }

    [Fact]
    public async Task A_question_in_words_waits_and_its_answer_is_what_the_model_goes_on_with()
    {
        await using var network = Create();
        var run = await WaitingAsync(network, "painter", "Ask a person: which colour?");
        run.Approvals.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            asked => asked.Tool.ShouldBe("ask_person"), asked => asked.WantsWords.ShouldBeTrue(),
            asked => asked.Question.ShouldContain("which colour?"));

        await network.AnswerAsync(run.Id, "2", PersonAnswer.Said("blue, like the door"));

        (await network.WatchAsync(run.Id).ToListAsync())[^1].Data["output"]!.GetValue<string>().ShouldStartWith("blue, like the door");
    }

    [Fact]
    public async Task Who_looks_at_the_list_of_runs_sees_what_is_waited_for()
    {
        await using var network = Create();
        var run = await WaitingAsync(network, "painter", "Ask a person: which colour?");

        var note = (await network.GetRecentRunsAsync()).ShouldHaveSingleItem();
        (note.Status, note.Duration).ShouldBe((RunStatus.Waiting, null));
        note.Output.ShouldContain("which colour?");

        await network.AnswerAsync(run.Id, "2", PersonAnswer.Said("blue"));
        await network.WatchAsync(run.Id).ToListAsync();
        (await network.GetRecentRunsAsync()).ShouldHaveSingleItem().Status.ShouldBe(RunStatus.Completed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    public async Task Words_must_say_something(string words)
    {
        await using var network = Create();
        var run = await WaitingAsync(network, "painter", "Ask a person: which colour?");

        var error = await Should.ThrowAsync<AgentNetworkException>(() => network.AnswerAsync(run.Id, "2", PersonAnswer.Said(words)));
        (error.Error, error.Message).ShouldBe((NetworkError.InvalidRequest, "answer is empty; it must have 1 to 32768 bytes of text."));
    }

    private AgentNetwork Create(IEventStore? store = null) => LocalNetwork.Create(
        store: store ?? _store, time: _time, configure: network => network.AddAgent(Payer).AddAgent(Painter)
            .AddTool(AIFunctionFactory.Create(() => $"paid {Interlocked.Increment(ref _paid)}", "pay")));

    private async Task<bool> HasAsync(SessionId session, string manifest)
    {
        await foreach (var stored in _store.ReadAsync(session.ToString(), 1, CancellationToken.None))
            if (stored.Manifest == manifest) return true;
        return false;
    }

    private static async Task<RunResult> WaitingAsync(AgentNetwork network, string agent, string input)
    {
        var run = await network.StartAsync(new RunRequest(input) { Agent = agent });
        using var limit = new CancellationTokenSource(LocalNetwork.Bound);
        await foreach (var @event in network.WatchAsync(run.Id, 0, limit.Token))
            if (@event.Type == RunEventTypes.ApprovalRequested) break;
        return (await network.GetRunAsync(run.Id))!;
    }

    private sealed class StumblingStore(IEventStore inner) : ForwardingEventStore(inner)
    {
        private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool Fails { get; set; }

        public Task Failed => _failed.Task;

        public override Task AppendAsync(
            string persistenceId, long expectedSequence, string writer, IReadOnlyList<NewEvent> events, CancellationToken cancellation)
        {
            if (!Fails) return base.AppendAsync(persistenceId, expectedSequence, writer, events, cancellation);
            _failed.TrySetResult();
            throw new EventStoreException("test", EventStoreProblem.Full, "no room");
        }
    }
}
