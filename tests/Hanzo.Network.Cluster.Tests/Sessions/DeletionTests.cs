using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Cluster.Messaging;
using Hanzo.Network.Cluster.Sessions.RunIds;
using Hanzo.Network.Cluster.Tests.Support;
using Hanzo.Network.Conversations;
using Hanzo.Network.State;
using Xunit.Abstractions;
using static Hanzo.Network.Cluster.Sessions.SessionProtocol;

namespace Hanzo.Network.Cluster.Tests.Sessions;

/// <summary>Sessions that nobody uses any more: who is deleted, that nothing of it can be read at any time, and what stays.</summary>
public sealed class DeletionTests(ITestOutputHelper output)
{
    private const string Given = "order-7";
    private static readonly Agent Slow = new() { Name = AgentName.Parse("slow"), Slots = 1 };
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);

    private readonly InMemoryEventStore _store = new(new Past(TimeSpan.FromDays(40)));

    [Fact]
    public async Task A_session_that_is_due_deletes_itself_and_nothing_but_that_it_did_can_be_read()
    {
        var (session, number) = await TalkAsync();
        var id = session.ToString();
        await using var network = new TestNetwork(output) { Journal = new SharedJournal(_store) };
        var one = await network.StartAsync("one", n => n.Configure(o => o.KeepSessions = Month), Slow);

        (await RetireAsync(one, session)).ShouldBe(SessionStep.Delete);

        var last = await OnlyLastEventAsync(_store, session, Given);
        await IsGoneAsync(one, session);
        (await one.Network.FindRunAsync(Given).Within(20)).ShouldBeNull();
        // Stays known as deleted for as long as it would have been kept; whoever asks for the same again is told so.
        (await RetireAsync(one, session)).ShouldBe(SessionStep.Clear);
        var start = new RunStart(new WireEnvelope("r"), session, "r", "anew", "test", Continues: false);
        (await one.Ask(start).Within(20)).ShouldBeOfType<RunRefused>().Error.ShouldBe(NetworkError.UnknownSession);
        (await _store.HighestAsync(id, default)).ShouldBe(last.Sequence);
        (await one.Network.RunAsync(new RunRequest("ship") { Agent = "slow", RunId = Given }).Within(20)).Session.ShouldNotBe(session);
        number.ShouldBe(12);
    }

    [Fact]
    public async Task What_is_kept_for_ever_was_used_lately_or_is_unknown_stays_as_it_is()
    {
        var (session, number) = await TalkAsync();
        var before = await _store.HighestAsync(session.ToString(), default);
        await using (var network = new TestNetwork(output) { Journal = new SharedJournal(_store) })
        {
            var one = await network.StartAsync("one", Slow);
            (await RetireAsync(one, session)).ShouldBe(SessionStep.Keep);
            (await RetireAsync(one, SessionId.Parse("slow.0.01J9ZZZZZZZZZZZZZZZZZZZZZZ"))).ShouldBe(SessionStep.Keep);
        }

        await using var later = new TestNetwork(output) { Journal = new SharedJournal(_store) };
        var two = await later.StartAsync("two", n => n.Configure(o => o.KeepSessions = TimeSpan.FromDays(41)), Slow);
        (await RetireAsync(two, session)).ShouldBe(SessionStep.Keep);
        (await _store.HighestAsync(session.ToString(), default)).ShouldBe(before);
        (await two.Network.RunAsync(new RunRequest("more") { Session = session }).Within(20)).Id.Number.ShouldBe(number + 1);
    }

    [Fact]
    public async Task Whoever_finds_a_half_deleted_session_reads_nothing_of_it_and_the_next_look_ends_it()
    {
        var (session, _) = await TalkAsync();
        var id = session.ToString();
        var end = await _store.HighestAsync(id, default);
        var last = new SessionDeleted("on request", DateTimeOffset.UtcNow.AddDays(-1));
        await _store.AppendAsync(
            id, end, "w", [new NewEvent(ConversationEventCodec.Deleted, ConversationEventCodec.Encode(last))], default);
        await _store.DeleteAsync(id, end - 3, default);
        await using (var network = new TestNetwork(output) { Journal = new SharedJournal(_store) })
            await IsGoneAsync(await network.StartAsync("one", Slow), session);

        await using var sweeping = new TestNetwork(output) { Journal = new SharedJournal(_store) };
        await sweeping.StartAsync("two", n => n.Configure(o => o.KeepSessions = TimeSpan.FromSeconds(2)), Slow);

        await Eventually.TrueAsync(async () => await _store.HighestAsync(id, default) == 0);
        (await _store.FindSnapshotAsync(id, SnapshotRange.All, default)).ShouldBeNull();
        (await _store.IdsAsync(id, id + '\0', 1, default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Old_sessions_are_found_by_themselves_and_one_that_is_at_work_goes_on()
    {
        using var model = new GatedChatClient();
        var (old, _) = await TalkAsync();
        await using var network = new TestNetwork(output) { Journal = new SharedJournal(_store) };
        var one = await network.StartAsync(
            "one", n => n.UseChatClient(model).Configure(o => o.KeepSessions = TimeSpan.FromSeconds(1)), Slow);
        // Dated forty days ago by the store, and under way.
        var running = one.Network.RunAsync(new RunRequest("long") { Agent = "slow", RunId = "long" });
        var call = await model.NextCall().Within(20);
        var session = (await one.Network.FindRunAsync("long").Within(20)).ShouldNotBeNull().Session;

        await Eventually.TrueAsync(() => SessionHistory.IsDeletedAsync(_store, old, default));

        (await RetireAsync(one, session)).ShouldBe(SessionStep.Keep);
        call.Release("done");
        (await running.Within(20)).Status.ShouldBe(RunStatus.Completed);
    }

    /// <summary>A session of many runs long ago, whose node has ended since.</summary>
    /// <summary>Of a deleted session and the run id that a caller has chosen in it.</summary>
    internal static async Task<StoredEvent> OnlyLastEventAsync(IEventStore store, SessionId session, string given)
    {
        var id = session.ToString();
        var last = (await SessionHistory.LastAsync(store, session, default)).ShouldNotBeNull();
        (last.Manifest, (await store.SizeAsync(id, default)).Events).ShouldBe((ConversationEventCodec.Deleted, 1));
        (await store.FindSnapshotAsync(id, SnapshotRange.All, default)).ShouldBeNull();
        (await store.HighestAsync(RunDirectoryRegion.PersistenceIdOf(given), default)).ShouldBe(0);
        return last;
    }

    private async Task<(SessionId Session, long Runs)> TalkAsync()
    {
        const int Every = 10;
        await using var network = new TestNetwork(output) { Journal = new SharedJournal(_store) };
        var one = await network.StartAsync("before", n => n.Configure(options => options.SnapshotEvery = Every), Slow);
        var session = (await one.Network.RunAsync(new RunRequest("run 1") { Agent = "slow", RunId = Given }).Within(20)).Session;
        var number = 1L;
        while (number < 12)
            number = (await one.Network.RunAsync(new RunRequest("more") { Session = session }).Within(20)).Id.Number;
        await Eventually.TrueAsync(async () =>
            await _store.FindSnapshotAsync(session.ToString(), SnapshotRange.All with { From = 3 * Every }, default) is not null);
        return (session, number);
    }

    private static async Task<SessionStep> RetireAsync(TestNode node, SessionId session) =>
        (await node.Ask(new SessionRetire(session)).Within(20)).ShouldBeOfType<SessionRetired>().Step;

    private static async Task IsGoneAsync(TestNode node, SessionId session)
    {
        var read = await Should.ThrowAsync<AgentNetworkException>(() => node.Network.GetRunAsync(new RunId(session, 1)).Within(20));
        var more = await Should.ThrowAsync<AgentNetworkException>(
            () => node.Network.RunAsync(new RunRequest("more") { Session = session }).Within(20));
        foreach (var refused in new[] { read, more })
        {
            refused.Error.ShouldBe(NetworkError.UnknownSession);
            refused.Message.ShouldContain("was deleted at");
        }
    }

    private sealed class Past(TimeSpan ago) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() - ago;
    }
}
