using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Cluster.Messaging;
using Hanzo.Network.Cluster.Sessions.Slots;
using Hanzo.Network.Cluster.Tests.Support;
using Hanzo.Network.Conversations;
using Hanzo.Network.State;
using Xunit.Abstractions;
using static Hanzo.Network.Cluster.Sessions.SessionProtocol;

namespace Hanzo.Network.Cluster.Tests.Sessions;

/// <summary>What is kept of histories, and that what is kept is enough.</summary>
public sealed class RetentionTests(ITestOutputHelper output)
{
    private const int Every = 10;
    private const int Runs = 12;
    private static readonly Agent Slow = new() { Name = AgentName.Parse("slow") };

    private readonly InMemoryEventStore _store = new(TimeProvider.System);

    [Fact]
    public async Task Events_that_a_snapshot_makes_needless_are_deleted_and_the_session_goes_on_with_all_that_was_said()
    {
        var session = await TalkAsync(TimeSpan.Zero);

        var first = await FirstAsync(session.ToString());
        (await _store.FindSnapshotAsync(session.ToString(), SnapshotRange.UpTo(first + Every), default)).ShouldNotBeNull();
        await GoesOnAsync(session);
    }

    [Fact]
    public async Task Who_asks_for_deleted_events_is_told_so_and_who_asks_for_the_result_gets_it()
    {
        var session = await TalkAsync(TimeSpan.Zero);
        await using var network = new TestNetwork(output) { Journal = new SharedJournal(_store) };
        var one = await network.StartAsync("one", Slow);

        var refused = await Should.ThrowAsync<AgentNetworkException>(() => SeenAsync(one, new RunId(session, 1)));
        refused.Error.ShouldBe(NetworkError.EventsDeleted);
        refused.Message.ShouldContain("were deleted");
        (await SeenAsync(one, new RunId(session, Runs)))[^1].IsTerminal.ShouldBeTrue();
        var made = (await SessionHistory.ReadAsync(_store, session, default)).Made;
        (await SeenAsync(one, new RunId(session, 1), made.Spans[1].Last)).ShouldBeEmpty();
        var again = new RunStart(
            new WireEnvelope("r"), session, made.State.Runs[1].RequestId, "run 1", "test", Continues: false);
        (await one.Ask(again).Within(20)).ShouldBeOfType<RunAccepted>().Run.Status.ShouldBe(RunStatus.Completed);
    }

    [Fact]
    public async Task A_snapshot_that_cannot_be_read_costs_nothing()
    {
        var session = await TalkAsync(TimeSpan.Zero);
        await DamageAsync(session, SnapshotRange.All);

        await GoesOnAsync(session);
    }

    [Fact]
    public async Task What_cannot_be_read_in_any_way_is_told_and_never_begun_anew()
    {
        var session = await TalkAsync(TimeSpan.Zero);
        var highest = await _store.HighestAsync(session.ToString(), default);
        await _store.DeleteSnapshotsAsync(session.ToString(), SnapshotRange.All, default);

        await using var network = new TestNetwork(output) { Journal = new SharedJournal(_store) };
        var one = await network.StartAsync("one", Slow);
        var refused = await Should.ThrowAsync<AgentNetworkException>(
            () => one.Network.RunAsync(new RunRequest("more") { Session = session }).Within(40));

        refused.Error.ShouldBe(NetworkError.Unavailable);
        refused.Message.ShouldContain("were deleted");
        (await _store.HighestAsync(session.ToString(), default)).ShouldBe(highest);
    }

    [Fact]
    public async Task Events_of_runs_that_ended_lately_are_kept()
    {
        var session = await TalkAsync(HistoryRetention.Default.KeepEvents);

        (await FirstAsync(session.ToString())).ShouldBe(1);
    }

    [Fact]
    public async Task Indices_of_slots_are_as_short_and_say_what_is_unfinished()
    {
        using var model = new GatedChatClient();
        await using var network = new TestNetwork(output) { Journal = new SharedJournal(_store) };
        var one = await network.StartAsync(
            "one", n => n.UseChatClient(model).Configure(o => o.SnapshotEvery = Every), Slow with { Slots = 1 });
        var runs = new List<RunId>();
        for (var i = 0; i < 3 * Every + 2; i++)
        {
            runs.Add((await one.Network.StartAsync(new RunRequest("long") { Agent = "slow" }).Within(20)).Id);
            var call = await model.NextCall().Within(20);
            if (i > 0) call.Release("done");
        }

        var slot = runs[0].Session.Slot;
        (await PrunedAsync(SlotIndexName.PersistenceIdOf(slot))).ShouldBeGreaterThan(Every);
        (await SlotIndexReader.ReadAsync(_store, slot, default)).Recorded.ShouldContain(runs[0].Session.Ulid);
        await one.StopAsync();
        await network.StartAsync("two", n => n.UseChatClient(model), Slow with { Slots = 1 });

        var woken = await model.NextCall().Within(30);
        woken.Messages.ShouldHaveSingleItem().Text.ShouldBe("long");
        woken.Release("done");
    }

    /// <summary>A session of many runs, whose node has ended since.</summary>
    private async Task<SessionId> TalkAsync(TimeSpan keep)
    {
        await using var network = new TestNetwork(output) { Journal = new SharedJournal(_store) };
        var one = await network.StartAsync(
            "before", n => n.Configure(options => (options.SnapshotEvery, options.KeepEvents) = (Every, keep)), Slow);
        var session = (await one.Network.RunAsync(new RunRequest("run 1") { Agent = "slow" }).Within(20)).Session;
        for (var i = 2; i <= Runs; i++) await one.Network.RunAsync(new RunRequest($"run {i}") { Session = session }).Within(20);
        // Snapshots are stored beside what goes on.
        await Eventually.TrueAsync(async () =>
            await _store.FindSnapshotAsync(session.ToString(), SnapshotRange.All with { From = 5 * Every }, default) is not null
            && (keep > TimeSpan.Zero || await FirstAsync(session.ToString()) > 3 * Every));
        return session;
    }

    private async Task GoesOnAsync(SessionId session)
    {
        using var model = new GatedChatClient();
        await using var network = new TestNetwork(output) { Journal = new SharedJournal(_store) };
        var one = await network.StartAsync("one", n => n.UseChatClient(model), Slow);

        var first = await one.Network.GetRunAsync(new RunId(session, 1)).Within(20);
        (first!.Status, first.Output.Length > 0).ShouldBe((RunStatus.Completed, true));
        var next = one.Network.RunAsync(new RunRequest("more") { Session = session });
        var call = await model.NextCall().Within(20);
        call.Messages.Where(message => message.Role == Microsoft.Extensions.AI.ChatRole.User).Select(message => message.Text)
            .ShouldBe([.. Enumerable.Range(1, Runs).Select(i => $"run {i}"), "more"]);
        call.Release("done");
        (await next.Within(20)).Id.Number.ShouldBe(Runs + 1);
    }

    /// <summary>The number of the first event that is left.</summary>
    private async Task<long> PrunedAsync(string id)
    {
        await Eventually.TrueAsync(async () => await FirstAsync(id) > Every);
        return await FirstAsync(id);
    }

    private async Task<long> FirstAsync(string id)
    {
        await foreach (var stored in _store.ReadAsync(id, 1, default)) return stored.Sequence;
        return 0;
    }

    private static async Task<List<RunEvent>> SeenAsync(TestNode node, RunId run, long after = 0)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var seen = new List<RunEvent>();
        await foreach (var @event in node.Network.WatchAsync(run, after, patience.Token)) seen.Add(@event);
        return seen;
    }

    private async Task DamageAsync(SessionId session, SnapshotRange range)
    {
        var latest = (await _store.FindSnapshotAsync(session.ToString(), range, default)).ShouldNotBeNull();
        await _store.SaveSnapshotAsync(session.ToString(), latest with { Payload = latest.Payload[..^20] }, default);
    }
}
