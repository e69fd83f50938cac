using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Cluster.Messaging;
using Hanzo.Network.Cluster.Tests.Support;
using Hanzo.Network.Conversations;
using Hanzo.Network.State;
using Xunit.Abstractions;
using static Hanzo.Network.Cluster.Sessions.SessionProtocol;

namespace Hanzo.Network.Cluster.Tests.Sessions;

public sealed class SessionTests(ITestOutputHelper output) : IAsyncLifetime
{
    private static readonly Agent Slow = new() { Name = AgentName.Parse("slow") };

    private readonly GatedChatClient _model = new();
    private readonly TestNetwork _network = new(output);
    private TestNode _one = null!;

    public async Task InitializeAsync() => _one = await _network.StartAsync("one", n => n.UseChatClient(_model), Slow);

    public async Task DisposeAsync()
    {
        await _network.DisposeAsync();
        _model.Dispose();
    }

    [Fact]
    public async Task A_session_goes_on_with_its_history()
    {
        var first = await RunAsync(new RunRequest("my name is Ada") { Agent = "slow" }, "hello Ada");
        var second = _one.Network.RunAsync(new RunRequest("what is my name?") { Session = first.Session });
        var call = await _model.NextCall().Within(10);
        call.Release("Ada");

        call.Messages.Select(m => m.Text).ShouldBe(["my name is Ada", "hello Ada", "what is my name?"]);
        (await second.Within(10)).Id.ShouldBe(new RunId(first.Session, 2));
    }

    [Fact]
    public async Task The_same_request_sent_again_is_the_same_run()
    {
        var session = SessionId.Parse("slow.1.01J9Z00000000000000000000A");
        var start = new RunStart(new WireEnvelope("r1"), session, "r1", "once", "test", Continues: false);
        var inbox = _one.Ask(start);
        var call = await _model.NextCall().Within(10);

        var again = await _one.Ask(start).Within(10);
        call.Release("done");

        (await inbox.Within(10)).ShouldBeOfType<RunObserved>().Run.Number.ShouldBe(1);
        again.ShouldBeOfType<RunAccepted>().Run.Id.Number.ShouldBe(1);
        (await EventsAsync(new RunId(session, 1))).Count(e => e.Type == RunEventTypes.ModelCalled).ShouldBe(1);
    }

    [Fact]
    public async Task A_session_takes_one_run_at_a_time_and_sixteen_that_wait()
    {
        var first = await _one.Network.StartAsync(new RunRequest("0") { Agent = "slow" }).Within(10);
        for (var i = 1; i <= 16; i++)
        {
            var waiting = await _one.Network.StartAsync(new RunRequest($"{i}") { Session = first.Session }).Within(10);
            waiting.Status.ShouldBe(RunStatus.Waiting);
        }

        var refused = await Should.ThrowAsync<AgentNetworkException>(
            () => _one.Network.RunAsync(new RunRequest("17") { Session = first.Session }).Within(10));
        refused.Error.ShouldBe(NetworkError.TooManyQueued);

        for (var i = 0; i <= 16; i++)
        {
            var call = await _model.NextCall().Within(10);
            call.Messages[^1].Text.ShouldBe($"{i}");
            call.Release($"answer {i}");
        }

        (await EventsAsync(new RunId(first.Session, 17)))[^1].Type.ShouldBe(RunEventTypes.Completed);
    }

    [Fact]
    public async Task A_watcher_that_comes_late_gets_every_event_of_its_run_from_the_beginning()
    {
        var result = await RunAsync(new RunRequest("hello") { Agent = "slow" }, "hi");

        var events = await EventsAsync(result.Id);

        events.Select(e => e.Type).ShouldBe(
        [
            RunEventTypes.Queued, RunEventTypes.PlacementDecided, RunEventTypes.Started, RunEventTypes.ModelCalled,
            RunEventTypes.ModelReplied, RunEventTypes.Completed,
        ]);
        events.Select(e => e.Sequence!.Value).ShouldBeInOrder();
        var rest = await EventsAsync(result.Id, events[3].Sequence!.Value);
        rest.Select(e => e.Type).ShouldBe([RunEventTypes.ModelReplied, RunEventTypes.Completed]);
    }

    [Fact]
    public async Task A_stream_yields_the_run_as_it_happens()
    {
        var types = new List<string>();
        await foreach (var @event in _one.Network.StreamAsync(new RunRequest("hello") { Agent = "slow" }))
        {
            types.Add(@event.Type);
            if (@event.Type == RunEventTypes.ModelCalled) (await _model.NextCall().Within(10)).Release("hi");
        }

        types.ShouldBe([
            RunEventTypes.Queued, RunEventTypes.PlacementDecided, RunEventTypes.Started, RunEventTypes.ModelCalled,
            RunEventTypes.ModelDelta, RunEventTypes.ModelReplied, RunEventTypes.Completed,
        ]);
    }

    [Fact]
    public async Task A_run_that_the_session_does_not_know_is_null_and_cannot_be_watched()
    {
        var result = await RunAsync(new RunRequest("hello") { Agent = "slow" }, "hi");
        var unknown = new RunId(result.Session, 9);

        (await _one.Network.GetRunAsync(result.Id).Within(10))!.Output.ShouldBe("hi");
        (await _one.Network.GetRunAsync(unknown).Within(10)).ShouldBeNull();
        (await Should.ThrowAsync<AgentNetworkException>(() => EventsAsync(unknown))).Error.ShouldBe(NetworkError.UnknownRun);
    }

    [Fact]
    public async Task A_session_that_another_writer_has_gone_on_with_reads_what_it_missed()
    {
        var session = (await RunAsync(new RunRequest("hello") { Agent = "slow" }, "hi")).Session;
        var now = TimeProvider.System.GetUtcNow();
        await JournalAsync(
            session, new SessionOpened("w2", "two", now), new RunQueued(2, "r2", "again", "", now), new RunStarted(2, "two", now),
            new RunCompleted(2, "elsewhere", now));

        (await _one.Network.GetRunAsync(new RunId(session, 2)).Within(10))!.Output.ShouldBe("elsewhere");
        (await EventsAsync(new RunId(session, 2)))[^1].Type.ShouldBe(RunEventTypes.Completed);
        (await _one.Network.GetRunAsync(new RunId(session, 3)).Within(10)).ShouldBeNull();
    }

    [Fact]
    public async Task A_watcher_of_a_run_that_another_writer_began_finds_it()
    {
        var session = (await RunAsync(new RunRequest("hello") { Agent = "slow" }, "hi")).Session;
        var now = TimeProvider.System.GetUtcNow();
        await JournalAsync(session, new SessionOpened("w2", "two", now), new RunQueued(2, "r2", "again", "", now));

        var events = EventsAsync(new RunId(session, 2));
        (await _model.NextCall().Within(10)).Release("here");

        (await events)[^1].Type.ShouldBe(RunEventTypes.Completed);
    }

    [Fact]
    public async Task A_session_that_nobody_remembers_is_never_started_anew()
    {
        var session = SessionId.Parse("slow.1.01J9Z00000000000000000000B");

        var refused = await Should.ThrowAsync<AgentNetworkException>(
            () => _one.Network.RunAsync(new RunRequest("go on") { Session = session }).Within(10));

        refused.Error.ShouldBe(NetworkError.UnknownSession);
        refused.Message.ShouldContain("no history");
    }

    [Fact]
    public async Task A_run_past_its_deadline_fails()
    {
        var result = await _one.Network.RunAsync(
            new RunRequest("hello") { Agent = "slow", Deadline = TimeProvider.System.GetUtcNow().AddMilliseconds(300) }).Within(10);

        result.Status.ShouldBe(RunStatus.Failed);
    }

    [Fact]
    public async Task An_idle_session_leaves_memory_and_comes_back_with_its_history()
    {
        await using var network = new TestNetwork(output);
        var node = await network.StartAsync(
            "idle", n => n.UseChatClient(_model).Configure(o => o.SessionIdle = TimeSpan.FromSeconds(1)), Slow);
        var run = node.Network.RunAsync(new RunRequest("remember 7") { Agent = "slow" });
        (await _model.NextCall().Within(10)).Release("yes");
        var first = await run.Within(10);

        await node.NoSessionInMemory().Within(15);
        var second = node.Network.RunAsync(new RunRequest("what?") { Session = first.Session });
        var call = await _model.NextCall().Within(10);
        call.Release("7");

        call.Messages.Count.ShouldBe(3);
        (await second.Within(10)).Id.Number.ShouldBe(2);
    }

    /// <summary>As another node would do it that shares the journal.</summary>
    private async Task JournalAsync(SessionId session, params ConversationEvent[] events)
    {
        var store = _one.Process.Store;
        var highest = await store.HighestAsync(session.ToString(), CancellationToken.None);
        var added = events.Select(e => new NewEvent(ConversationEventCodec.ManifestOf(e), ConversationEventCodec.Encode(e))).ToArray();
        await store.AppendAsync(session.ToString(), highest, "w2", added, CancellationToken.None);
    }

    private async Task<RunResult> RunAsync(RunRequest request, string answer)
    {
        var run = _one.Network.RunAsync(request);
        (await _model.NextCall().Within(10)).Release(answer);
        return await run.Within(10);
    }

    private async Task<List<RunEvent>> EventsAsync(RunId run, long after = 0)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        var events = new List<RunEvent>();
        await foreach (var @event in _one.Network.WatchAsync(run, after, patience.Token)) events.Add(@event);
        return events;
    }
}
