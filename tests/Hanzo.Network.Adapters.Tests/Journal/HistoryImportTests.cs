using System.Text;
using Hanzo.Network.Adapters.Journal;
using Hanzo.Network.Adapters.Tests.Consensus.Groups;
using Hanzo.Network.Agents;
using Hanzo.Network.State;

namespace Hanzo.Network.Adapters.Tests.Journal;

/// <summary>Histories of a file that a group's journal takes over: as a whole or not at all, and once.</summary>
public sealed class HistoryImportTests : IAsyncLifetime
{
    private readonly LocalGroup _group = new();
    private readonly TemporaryFolder _folder = new();
    private SqliteEventStore _file = null!;

    public Task InitializeAsync()
    {
        _file = new SqliteEventStore(_folder.File("journal.db"), TimeProvider.System, new SystemIds(TimeProvider.System));
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        _file.Dispose();
        _folder.Dispose();
        await _group.DisposeAsync();
    }

    [Fact]
    public async Task A_history_is_the_same_on_every_member_and_goes_on()
    {
        for (var i = 0; i < 1500; i += 500) await Append(_file, "a", i, [.. Enumerable.Range(i + 1, 500).Select(n => $"{n}")]);
        await Append(_file, "a", 1500, new string('x', 700_000));
        await _file.DeleteAsync("a", 300, default);
        foreach (var at in new[] { 200, 300, 1000 }) await _file.SaveSnapshotAsync("a", Snapshot(at, $"at {at}"), default);
        using var store = StoreOf(0);
        await store.ImportAsync(await Of("a", 1501), default);

        using var other = StoreOf(1);
        var (expected, found) = (await Read(_file, "a"), await Read(other, "a"));
        found.Select(stored => (stored.Sequence, stored.Manifest, stored.Writer, stored.At, Encoding.UTF8.GetString(stored.Payload.Span)))
            .ShouldBe(expected.Select(
                stored => (stored.Sequence, stored.Manifest, stored.Writer, stored.At, Encoding.UTF8.GetString(stored.Payload.Span))));
        found[0].Sequence.ShouldBe(301);
        (await other.FindSnapshotAsync("a", SnapshotRange.All, default))!.Sequence.ShouldBe(1000);
        (await other.FindSnapshotAsync("a", SnapshotRange.UpTo(999), default))!.Sequence.ShouldBe(300);
        (await other.FindSnapshotAsync("a", SnapshotRange.UpTo(299), default)).ShouldBeNull();
        await Append(other, "a", 1501, "goes on");
        (await store.IdsAsync("0", "zz", 10, default)).ShouldBe(["a"]);
    }

    [Fact]
    public async Task What_was_taken_over_is_not_taken_over_again_though_it_has_gone_on()
    {
        await Append(_file, "a", 0, "one", "two");
        using var store = StoreOf(0);
        await store.ImportAsync(await Of("a", 2), default);
        await Append(store, "a", 2, "three");
        await store.DeleteAsync("a", 2, default);

        using var other = StoreOf(1);
        await other.ImportAsync(await Of("a", 2), default);
        (await Read(store, "a")).Select(stored => stored.Sequence).ShouldBe([3L]);
        await Append(_file, "a", 2, "another three");
        (await Should.ThrowAsync<EventStoreConflictException>(async () => await other.ImportAsync(await Of("a", 3), default)))
            .PersistenceId.ShouldBe("a");
        (await Read(store, "a")).Select(stored => stored.Sequence).ShouldBe([3L]);
    }

    [Fact]
    public async Task Another_history_under_the_same_id_stays_as_it_is_and_the_same_from_elsewhere_is_no_other()
    {
        await Append(_file, "a", 0, "one", "two");
        await Append(_file, "b", 0, "one");
        using var store = StoreOf(0);
        await Append(store, "a", 0, "ours");
        await store.ImportAsync(await Of("b", 1), default);

        await Should.ThrowAsync<EventStoreConflictException>(async () => await store.ImportAsync(await Of("a", 2), default));
        (await Read(store, "a")).Select(stored => Encoding.UTF8.GetString(stored.Payload.Span)).ShouldBe(["ours"]);
        await store.ImportAsync((await Of("b", 1)) with { Source = "elsewhere" }, default);
        (await Read(store, "b")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_history_whose_events_are_all_deleted_keeps_its_numbers()
    {
        await Append(_file, "a", 0, "one", "two", "three");
        await _file.DeleteAsync("a", 3, default);
        using var store = StoreOf(0);
        await store.ImportAsync(await Of("a", 3), default);

        (await Read(store, "a")).ShouldBeEmpty();
        (await store.HighestAsync("a", default)).ShouldBe(3);
        await Should.ThrowAsync<EventStoreConflictException>(() => Append(store, "a", 0, "late"));
        await Append(store, "a", 3, "four");
    }

    [Fact]
    public async Task Several_that_bring_the_same_at_once_bring_it_once()
    {
        await Append(_file, "a", 0, [.. Enumerable.Range(1, 1000).Select(n => new string('x', 1000))]);
        var stores = Enumerable.Range(0, 3).Select(StoreOf).ToArray();
        await Task.WhenAll(stores.Select(async store => await store.ImportAsync(await Of("a", 1000), default)))
            .WaitAsync(TimeSpan.FromSeconds(30));

        foreach (var store in stores)
        {
            (await Read(store, "a")).Count.ShouldBe(1000);
            store.Dispose();
        }
    }

    [Fact]
    public async Task One_that_ends_in_the_middle_shows_nothing_and_another_ends_it()
    {
        await Append(_file, "a", 0, [.. Enumerable.Range(1, 1000).Select(n => new string('x', 1000))]);
        using var store = StoreOf(0);
        var readings = 0;
        var whole = await Of("a", 1000);
        var torn = whole with { Read = token => ++readings == 1 ? whole.Read(token) : Torn(whole.Read(token)) };
        await Should.ThrowAsync<IOException>(() => store.ImportAsync(torn, default));
        (await store.HighestAsync("a", default)).ShouldBe(0);
        (await store.IdsAsync("0", "zz", 10, default)).ShouldBeEmpty();

        using var other = StoreOf(1);
        await other.ImportAsync(await Of("a", 1000), default);
        (await Read(store, "a")).Count.ShouldBe(1000);
    }

    [Fact]
    public async Task Outcomes_that_are_lost_change_nothing()
    {
        await Append(_file, "a", 0, "one", "two");
        using var store = StoreOf(0);
        foreach (var lost in Enumerable.Range(1, 3))
        {
            await _group.Do(() => _group.Members[0].OutcomesToLose = lost);
            await store.ImportAsync(await Of("a", 2), default);
            (await Read(store, "a")).Count.ShouldBe(2);
        }
    }

    [Fact]
    public async Task A_history_with_a_gap_is_refused()
    {
        await Append(_file, "a", 0, "one", "two");
        using var store = StoreOf(0);
        (await Should.ThrowAsync<ArgumentException>(async () => await store.ImportAsync(await Of("a", 3), default))).Message
            .ShouldContain("ends at 2, before 3");
        await Should.ThrowAsync<ArgumentOutOfRangeException>(
            async () => await store.ImportAsync((await Of("a", 2)) with { Source = "" }, default));
        (await store.HighestAsync("a", default)).ShouldBe(0);
    }

    private static async IAsyncEnumerable<StoredEvent> Torn(IAsyncEnumerable<StoredEvent> events)
    {
        await foreach (var stored in events)
        {
            if (stored.Sequence == 700) throw new IOException("the disk is gone.");
            yield return stored;
        }
    }

    private Task<HistoryImport> Of(string id, long highest) => HistoryImport.OfAsync(_file, _file.JournalId, id, highest, default);

    private ReplicatedEventStore StoreOf(int member) => new(
        _group.Members[member], _group.Members[member].Journal, "home", TimeProvider.System, new SystemIds(TimeProvider.System));

    private static StoredSnapshot Snapshot(long sequence, string text) =>
        new(sequence, "s.1", Encoding.UTF8.GetBytes(text), DateTimeOffset.UnixEpoch);

    private static Task Append(IEventStore store, string id, long expected, params string[] texts) =>
        store.AppendAsync(id, expected, "w", [.. texts.Select(text => new NewEvent("m.1", Encoding.UTF8.GetBytes(text)))], default);

    private static async Task<List<StoredEvent>> Read(IEventStore store, string id)
    {
        var events = new List<StoredEvent>();
        await foreach (var stored in store.ReadAsync(id, 1, default)) events.Add(stored);
        return events;
    }
}
