using System.Text;
using Hanzo.Network.State;

namespace Hanzo.Network.Tests.State;

public sealed class InMemoryEventStoreTests
{
    private readonly ManualTime _time = new();
    private readonly InMemoryEventStore _store;

    public InMemoryEventStoreTests() => _store = new InMemoryEventStore(_time);

    [Fact]
    public async Task Events_come_back_in_order_with_sequence_writer_and_time()
    {
        await Append("a", 0, "one", "two");
        _time.Advance(TimeSpan.FromSeconds(1));
        await Append("a", 2, "three");

        var events = await Read("a", 1);
        events.Select(@event => @event.Sequence).ShouldBe([1, 2, 3]);
        events.Select(@event => Encoding.UTF8.GetString(@event.Payload.Span)).ShouldBe(["one", "two", "three"]);
        events.ShouldAllBe(@event => @event.Writer == "w" && @event.Manifest == "m.1");
        events[2].At.ShouldBe(ManualTime.Start.AddSeconds(1));
        (await Read("a", 3)).Single().Sequence.ShouldBe(3);
        (await Read("a", 4)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Ids_are_apart_and_unknown_ones_are_empty()
    {
        await Append("a", 0, "x");

        (await _store.HighestAsync("a", CancellationToken.None)).ShouldBe(1);
        (await _store.HighestAsync("b", CancellationToken.None)).ShouldBe(0);
        (await Read("b", 1)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_two_writers_the_second_is_refused_and_nothing_of_it_is_stored()
    {
        await Append("a", 0, "mine");

        var conflict = await Should.ThrowAsync<EventStoreConflictException>(() => Append("a", 0, "yours", "too"));

        (conflict.PersistenceId, conflict.Sequence).ShouldBe(("a", 1));
        (await _store.HighestAsync("a", CancellationToken.None)).ShouldBe(1);
    }

    [Fact]
    public async Task A_gap_is_refused() => await Should.ThrowAsync<ArgumentOutOfRangeException>(() => Append("a", 1, "x"));

    [Fact]
    public async Task The_stored_bytes_are_the_stores_own()
    {
        var bytes = "x"u8.ToArray();
        await _store.AppendAsync("a", 0, "w", [new NewEvent("m.1", bytes)], CancellationToken.None);

        bytes[0] = (byte)'y';

        (await Read("a", 1)).Single().Payload.Span[0].ShouldBe((byte)'x');
    }

    [Fact]
    public async Task A_cancelled_append_stores_nothing()
    {
        await Should.ThrowAsync<OperationCanceledException>(
            () => _store.AppendAsync("a", 0, "w", [new NewEvent("m", default)], new CancellationToken(true)));

        (await _store.HighestAsync("a", CancellationToken.None)).ShouldBe(0);
    }

    [Fact]
    public async Task Writers_at_once_leave_no_gap_and_no_double()
    {
        var won = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, 400), async (_, _) =>
        {
            try
            {
                await Append("a", await _store.HighestAsync("a", CancellationToken.None), "x");
                Interlocked.Increment(ref won);
            }
            catch (EventStoreConflictException)
            {
                // Another one was first.
            }
        });

        (await Read("a", 1)).Select(@event => @event.Sequence).ShouldBe(Enumerable.Range(1, won).Select(n => (long)n));
    }

    [Fact]
    public async Task Beyond_the_bound_the_longest_unused_sessions_are_forgotten_and_open_ones_never()
    {
        const int Fits = 4;
        var store = new InMemoryEventStore(_time, Fits * 2 * (InMemoryEventStore.EventOverhead + 10));
        await Run("open", ends: false);
        await Run("used", ends: true);
        await Run("unused", ends: true);
        await foreach (var _ in store.ReadAsync("used", 1, CancellationToken.None)) break;

        for (var i = 0; i < Fits - 1; i++) await Run($"new{i}", ends: true);

        store.Forgotten.ShouldBe(2);
        foreach (var kept in new[] { "open", "new0", "new1", "new2" }) (await Highest(kept)).ShouldBe(2, kept);
        foreach (var gone in new[] { "unused", "used" }) (await Highest(gone)).ShouldBe(0, gone);
        await Run("open", ends: true, from: 2);
        for (var i = 0; i < Fits; i++) await Run($"later{i}", ends: true);
        (await Highest("open")).ShouldBe(0);

        Task<long> Highest(string id) => store.HighestAsync(id, CancellationToken.None);
        Task Run(string id, bool ends, long from = 0) => store.AppendAsync(
            id,
            from,
            "w",
            [
                new NewEvent(from == 0 ? "run.queued.1" : "run.started.1", new byte[10]),
                new NewEvent(ends ? "run.completed.1" : "run.started.1", new byte[10]),
            ],
            CancellationToken.None);
    }

    [Fact]
    public async Task The_longest_unused_session_goes_first()
    {
        var store = new InMemoryEventStore(_time, 2 * (InMemoryEventStore.EventOverhead + 1));
        foreach (var id in new[] { "first", "second" })
            await store.AppendAsync(id, 0, "w", [new NewEvent("m.1", "x"u8.ToArray())], default);
        await foreach (var _ in store.ReadAsync("first", 1, CancellationToken.None)) break;

        await store.AppendAsync("third", 0, "w", [new NewEvent("m.1", "x"u8.ToArray())], default);

        (await store.HighestAsync("first", default)).ShouldBe(1);
        (await store.HighestAsync("second", default)).ShouldBe(0);
    }

    private Task Append(string id, long expected, params string[] payloads) =>
        _store.AppendAsync(
            id,
            expected,
            "w",
            [.. payloads.Select(payload => new NewEvent("m.1", Encoding.UTF8.GetBytes(payload)))],
            CancellationToken.None);

    private async Task<List<StoredEvent>> Read(string id, long from)
    {
        var events = new List<StoredEvent>();
        await foreach (var stored in _store.ReadAsync(id, from, CancellationToken.None)) events.Add(stored);
        return events;
    }
}
