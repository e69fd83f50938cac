using System.Text;
using Hanzo.Network.Adapters.Journal;
using Hanzo.Network.Adapters.Tests.Consensus.Groups;
using Hanzo.Network.Agents;
using Hanzo.Network.State;

namespace Hanzo.Network.Adapters.Tests.Journal;

/// <summary>Histories that go over from a machine's file into the network's journal, and what crashes and others do to that.</summary>
public sealed class AutoEventStoreTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly IIds Ids = new SystemIds(TimeProvider.System);

    private readonly LocalGroup _group = new();
    private readonly TemporaryFolder _folder = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _group.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task All_histories_go_over_with_their_snapshots_and_records_of_the_node_stay()
    {
        using var store = Open(0);
        for (var i = 0; i < 30; i++) await Append(store, $"s{i:00}", 0, "one", "two");
        await store.SaveSnapshotAsync("s00", Snapshot(2, "made"), default);
        await Append(store, "0index.math.1", 0, "index");
        await Append(store, "state/home/n1", 0, "mine");
        var order = new List<string>();
        store.Mover.Stepping = (id, place) =>
        {
            lock (order)
                if (place is HistoryPlace.Here) order.Add(id);
        };
        (store.JournalId, store.Move.Phase).ShouldBe((store.OwnJournalId, JournalPhase.Local));
        store.Choose();
        await MovedAsync(store);
        await store.CompleteAsync();

        (store.JournalId, store.IsReplicated, store.Move.Phase).ShouldBe(("quorum:home", true, JournalPhase.Replicated));
        (store.Move.Moved, store.Move.Total, store.Move.Kept.Length).ShouldBe((31, 31, 0));
        order[^1].ShouldBe("0index.math.1");
        using var elsewhere = ReplicatedOf(1);
        for (var i = 0; i < 30; i++) (await Read(elsewhere, $"s{i:00}")).ShouldBe(["one", "two"]);
        (await elsewhere.FindSnapshotAsync("s00", SnapshotRange.All, default))!.Sequence.ShouldBe(2);
        (await store.FindSnapshotAsync("s00", SnapshotRange.All, default))!.Sequence.ShouldBe(2);
        (await elsewhere.HighestAsync("state/home/n1", default)).ShouldBe(0);
        (await Read(store, "state/home/n1")).ShouldBe(["mine"]);
        (await store.IdsAsync("s", "t", 100, default)).Count(id => id.StartsWith("s0", StringComparison.Ordinal)).ShouldBe(10);
        (await store.Own.SizeAsync("s00", default)).Bytes.ShouldBe(0);
        (await store.HighestAsync("s00", default)).ShouldBe(2);
        await Append(store, "s00", 2, "three");
        (await Read(store, "s00")).ShouldBe(["one", "two", "three"]);
    }

    [Theory]
    [InlineData(HistoryPlace.Here)]
    [InlineData(HistoryPlace.Leaving)]
    [InlineData(HistoryPlace.Moved)]
    public async Task A_crash_at_any_step_loses_nothing_and_it_goes_on_after_a_restart(HistoryPlace crash)
    {
        using (var store = Open(0))
        {
            await Append(store, "a", 0, [.. Enumerable.Range(1, 700).Select(i => $"{i} {new string('x', 1000)}")]);
            store.Mover.Stepping = (_, place) =>
            {
                if (place == crash) throw new IOException("power is lost.");
            };
            store.Choose();
            await UntilAsync(() => store.Move.Problem is not null);
            store.Move.Problem.ShouldBe("power is lost.");
        }

        using var again = Open(1);
        (await again.HighestAsync("a", default)).ShouldBe(700);
        await Append(again, "a", 700, "701");
        (await Read(again, "a")).Count.ShouldBe(701);
        await MovedAsync(again);
        (await Read(again, "a")).Count.ShouldBe(701);
        using var elsewhere = ReplicatedOf(2);
        (await Read(elsewhere, "a"))[^1].ShouldBe("701");
        (await again.Own.SizeAsync("a", default)).Bytes.ShouldBe(0);
    }

    [Fact]
    public async Task A_process_that_has_not_heard_of_the_choice_goes_on_where_the_history_is()
    {
        using var late = Open(0);
        await Append(late, "a", 0, "one", "two");
        using var early = Open(1);
        early.Choose();
        await MovedAsync(early);

        await Append(late, "a", 2, "three");
        (await Read(late, "a")).ShouldBe(["one", "two", "three"]);
        (await Read(early, "a")).ShouldBe(["one", "two", "three"]);
        (await late.HighestAsync("a", default)).ShouldBe(3);
        late.Move.Phase.ShouldNotBe(JournalPhase.Local);
        await Should.ThrowAsync<EventStoreConflictException>(() => Append(late, "a", 2, "again"));
        (await late.Own.HighestAsync("a", default)).ShouldBeGreaterThan(MovedHistory.Step);
        await Should.ThrowAsync<EventStoreConflictException>(() => Append(late.Own, "a", 2, "past it"));
        await Should.ThrowAsync<EventStoreConflictException>(() => Append(late.Own, "a", 3, "past it"));
    }

    [Fact]
    public async Task Nobody_begins_a_history_in_the_file_after_the_choice()
    {
        using var late = Open(0);
        using var early = Open(1);
        early.Choose();
        await Append(early, "new", 0, "one");

        await Should.ThrowAsync<EventStoreConflictException>(() => Append(late.Own, "new", 0, "another one"));
        await Should.ThrowAsync<EventStoreConflictException>(() => Append(late, "new", 0, "another one"));
        (await Read(late, "new")).ShouldBe(["one"]);
        await Append(late, "newer", 0, "two");
        (await Read(early, "newer")).ShouldBe(["two"]);
        await Append(late, "state/home/n1", 0, "mine");
        (await late.Own.HighestAsync("newer", default)).ShouldBe(0);
    }

    [Fact]
    public async Task Writers_and_readers_notice_nothing_of_the_move()
    {
        using var store = Open(0);
        using var other = Open(1);
        const int Each = 60;
        var writers = Enumerable.Range(0, 8).Select(async session =>
        {
            for (var i = 0; i < Each; i++)
            {
                await Append(session % 2 == 0 ? store : other, $"s{session}", i, $"{i}");
                if (i == 20 && session == 0) store.Choose();
                if (i == 40 && session == 1) other.Choose();
                if (i % 10 == 5) (await Read(store, $"s{session}")).ShouldBe(Enumerable.Range(0, i + 1).Select(n => $"{n}"));
            }
        }).ToArray();
        await Task.WhenAll(writers).WaitAsync(Patience);
        await MovedAsync(store);

        using var elsewhere = ReplicatedOf(2);
        for (var session = 0; session < 8; session++)
            (await Read(elsewhere, $"s{session}")).ShouldBe(Enumerable.Range(0, Each).Select(n => $"{n}"));
    }

    [Fact]
    public async Task Another_history_under_the_same_id_stays_in_the_file_and_is_named_or_is_merged()
    {
        using var network = ReplicatedOf(1);
        await Append(network, "a", 0, "theirs");
        await Append(network, "0index.math.1", 0, "theirs");
        using var store = Open(0);
        await Append(store, "a", 0, "ours", "ours too");
        await Append(store, "0index.math.1", 0, "ours", "ours too");
        store.Merge = (history, _) => Task.FromResult<IReadOnlyList<NewEvent>?>(
            history.PersistenceId.StartsWith('0') ? [Event($"{history.Highest} of ours")] : null);
        store.Choose();
        await MovedAsync(store);

        store.Move.Kept.ShouldBe(["a"]);
        (await Read(store, "a")).ShouldBe(["theirs"]);
        (await store.Own.SizeAsync("a", default)).Events.ShouldBe(4);
        (await Read(store, "0index.math.1")).ShouldBe(["theirs", "2 of ours"]);
        await Append(store, "a", 1, "goes on");
    }

    [Fact]
    public async Task Without_a_majority_histories_stay_and_go_on_in_the_file()
    {
        foreach (var member in _group.Members) await _group.Do(() => member.PatienceTicks = 10);
        using var store = Open(0, patience: TimeSpan.Zero);
        await Append(store, "a", 0, "one");
        await _group.Do(_group.Members[1].Stop);
        await _group.Do(_group.Members[2].Stop);
        store.Choose();
        await UntilAsync(() => store.Move.Problem is not null);

        await Append(store, "a", 1, "two");
        (await Read(store, "a")).ShouldBe(["one", "two"]);
        (await Should.ThrowAsync<EventStoreException>(() => Append(store, "new", 0, "x"))).Problem.ShouldBe(EventStoreProblem.Unreachable);
        foreach (var member in _group.Members.Skip(1))
            await _group.Do(() =>
            {
                member.Start();
                return true;
            });
        await MovedAsync(store);
        (await Read(store, "a")).ShouldBe(["one", "two"]);
        store.Move.Problem.ShouldBeNull();
    }

    [Fact]
    public async Task What_was_chosen_and_completed_is_remembered()
    {
        using (var store = Open(0))
        {
            await Append(store, "a", 0, "one");
            await Should.ThrowAsync<InvalidOperationException>(store.CompleteAsync);
            store.Choose();
            await MovedAsync(store);
        }

        using (var chosen = Open(1))
        {
            chosen.JournalId.ShouldBe(chosen.OwnJournalId);
            await MovedAsync(chosen);
            await chosen.CompleteAsync();
        }

        using var completed = Open(2);
        (completed.JournalId, completed.IsReplicated).ShouldBe(("quorum:home", true));
        (await Read(completed, "a")).ShouldBe(["one"]);
    }

    private static Task MovedAsync(AutoEventStore store) => UntilAsync(() => store.Move.Phase == JournalPhase.Moved);

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!condition()) await timer.WaitForNextTickAsync(patience.Token);
    }

    private AutoEventStore Open(int member, TimeSpan? patience = null) => new(
        new SqliteEventStore(_folder.File(SqliteEventStore.FileName), TimeProvider.System, Ids), ReplicatedOf(member, patience),
        TimeProvider.System);

    private ReplicatedEventStore ReplicatedOf(int member, TimeSpan? patience = null) =>
        new(_group.Members[member], _group.Members[member].Journal, "home", TimeProvider.System, Ids, patience);

    private static StoredSnapshot Snapshot(long sequence, string text) =>
        new(sequence, "s.1", Encoding.UTF8.GetBytes(text), DateTimeOffset.UnixEpoch);

    private static NewEvent Event(string text) => new("m.1", Encoding.UTF8.GetBytes(text));

    private static Task Append(IEventStore store, string id, long expected, params string[] texts) =>
        store.AppendAsync(id, expected, "w", [.. texts.Select(Event)], default);

    private static async Task<List<string>> Read(IEventStore store, string id)
    {
        var texts = new List<string>();
        await foreach (var stored in store.ReadAsync(id, 1, default)) texts.Add(Encoding.UTF8.GetString(stored.Payload.Span));
        return texts;
    }
}
