using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Cluster.Messaging;
using Hanzo.Network.Cluster.Sessions;
using Hanzo.Network.Cluster.Tests.Support;
using Hanzo.Network.Conversations;
using Hanzo.Network.State;
using Hanzo.Network.Tests.State;
using Xunit.Abstractions;
using static Hanzo.Network.Cluster.Sessions.SessionProtocol;

namespace Hanzo.Network.Cluster.Tests.Sessions;

/// <summary>Sessions that somebody wants deleted, asked of a node that has none.</summary>
public sealed class WantedDeletionTests(ITestOutputHelper output)
{
    private const string Given = "order-7";
    private static readonly Agent Slow = new() { Name = AgentName.Parse("slow"), Slots = 1 };
    private static readonly SessionId Unknown = SessionId.Parse("slow.0.01J9ZZZZZZZZZZZZZZZZZZZZZZ");

    private readonly InMemoryEventStore _store = new(TimeProvider.System);

    [Fact]
    public async Task Any_node_has_it_deleted_at_its_own_once_its_runs_have_ended()
    {
        using var model = new GatedChatClient();
        await using var network = new TestNetwork(output) { Journal = new SharedJournal(_store) };
        var one = await network.StartAsync("one", n => n.UseChatClient(model), Slow);
        var two = await network.StartAsync("two");
        await network.MeetAsync();
        var running = two.Network.RunAsync(new RunRequest("ship") { Agent = "slow", RunId = Given });
        var call = await model.NextCall().Within(20);
        var run = (await two.Network.FindRunAsync(Given).Within(20)).ShouldNotBeNull().Id;

        var conflict = await RefusedAsync(two, run.Session);
        conflict.Error.ShouldBe(NetworkError.Conflict);
        conflict.Message.ShouldContain($"run {run} has not ended; cancel it first");
        call.Release("done");
        (await running.Within(20)).Status.ShouldBe(RunStatus.Completed);
        await two.Network.DeleteSessionAsync(run.Session).Within(20);

        await DeletionTests.OnlyLastEventAsync(_store, run.Session, Given);
        var read = await Should.ThrowAsync<AgentNetworkException>(() => two.Network.GetRunAsync(run).Within(20));
        var more = await Should.ThrowAsync<AgentNetworkException>(
            () => two.Network.RunAsync(new RunRequest("more") { Session = run.Session }).Within(20));
        foreach (var refused in new[] { read, more, await RefusedAsync(two, run.Session), await RefusedAsync(one, run.Session) })
        {
            refused.Error.ShouldBe(NetworkError.UnknownSession);
            refused.Message.ShouldEndWith("UTC: on request.");
        }

        (await IsUnknownAsync(two, Given)).ShouldBeTrue();
        (await RefusedAsync(two, Unknown)).Error.ShouldBe(NetworkError.UnknownSession);
    }

    [Fact]
    public async Task After_its_time_as_a_deleted_one_nothing_is_left_and_its_id_begins_empty()
    {
        await using var network = new TestNetwork(output) { Journal = new SharedJournal(_store) };
        var one = await network.StartAsync("one", Slow);
        var run = await one.Network.RunAsync(new RunRequest("one") { Agent = "slow" }).Within(20);
        var (session, id) = (run.Session, run.Session.ToString());
        await one.StopAsync();
        var deleted = new SessionDeleted("on request", DateTimeOffset.UtcNow - SessionAging.LeastGrave);
        await _store.AppendAsync(
            id, await _store.HighestAsync(id, default), "w",
            [new NewEvent(ConversationEventCodec.Deleted, ConversationEventCodec.Encode(deleted))], default);
        var two = await network.StartAsync("two", Slow);

        (await RefusedAsync(two, session)).Error.ShouldBe(NetworkError.UnknownSession);

        (await _store.IdsAsync(id, id + '\0', 1, default)).ShouldBeEmpty();
        var start = new RunStart(new WireEnvelope("r"), session, "r", "anew", "test", Continues: false);
        await Eventually.TrueAsync(async () => await two.Ask(start).Within(20) is RunAccepted { Run.Id.Number: 1 });
        (await SessionHistory.ReadAsync(_store, session, default)).Made.State.Runs.ShouldHaveSingleItem().Value.Input.ShouldBe("anew");
    }

    [Fact]
    public async Task A_snapshot_that_is_just_being_stored_does_not_outlive_its_session()
    {
        var store = new SlowSnapshots(_store);
        await using var network = new TestNetwork(output) { Journal = new SharedJournal(store) };
        var one = await network.StartAsync("one", n => n.Configure(o => o.SnapshotEvery = 10), Slow);
        var run = await one.Network.RunAsync(new RunRequest("run 1") { Agent = "slow" }).Within(20);
        for (var i = 0; i < 9 && !store.IsSaving; i++)
            await one.Network.RunAsync(new RunRequest("more") { Session = run.Session }).Within(20);
        await Eventually.TrueAsync(() => Task.FromResult(store.IsSaving));

        var deleting = one.Network.DeleteSessionAsync(run.Session);
        (await one.Network.GetRunAsync(run.Id).Within(20)).ShouldNotBeNull();
        store.Saves.SetResult();
        await deleting.Within(20);

        (await store.FindSnapshotAsync(run.Session.ToString(), SnapshotRange.All, default)).ShouldBeNull();
    }

    [Theory]
    [InlineData(SessionStep.Delete, 1, null)]
    [InlineData(SessionStep.Clear, 1, NetworkError.UnknownSession)]
    [InlineData(SessionStep.Clear, 2, null)]
    [InlineData(SessionStep.Forget, 2, null)]
    [InlineData(SessionStep.Keep, 2, NetworkError.UnknownSession)]
    public void Who_had_to_ask_again_may_have_had_it_deleted_before(SessionStep step, int asked, NetworkError? error)
    {
        var retired = new SessionRetired(Unknown, step) { Error = NetworkError.UnknownSession, Message = "gone" };

        RunPursuer.WhyNotDeleted(retired, asked).ShouldBe(error is null ? null : new Refusal(NetworkError.UnknownSession, "gone"));
        RunPursuer.WhyNotDeleted(new SessionRetired(Unknown, SessionStep.Keep), asked)!.Error.ShouldBe(NetworkError.Unavailable);
    }

    /// <summary>The entry of an id that was asked for lately still names the deleted session.</summary>
    private static async Task<bool> IsUnknownAsync(TestNode node, string given)
    {
        try
        {
            return await node.Network.FindRunAsync(given).Within(20) is null;
        }
        catch (AgentNetworkException gone) when (gone.Error == NetworkError.UnknownSession)
        {
            return true;
        }
    }

    private sealed class SlowSnapshots(IEventStore inner) : ForwardingEventStore(inner)
    {
        private volatile bool _isSaving;

        public TaskCompletionSource Saves { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsSaving => _isSaving;

        public override async Task SaveSnapshotAsync(string persistenceId, StoredSnapshot snapshot, CancellationToken cancellation)
        {
            if (SessionId.TryParse(persistenceId, out _))
            {
                _isSaving = true;
                await Saves.Task;
            }

            await base.SaveSnapshotAsync(persistenceId, snapshot, cancellation);
        }
    }

    private static Task<AgentNetworkException> RefusedAsync(TestNode node, SessionId session) =>
        Should.ThrowAsync<AgentNetworkException>(() => node.Network.DeleteSessionAsync(session).Within(20));
}
