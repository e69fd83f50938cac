using System.Text;
using Hanzo.Network.State;

namespace Hanzo.Network.Adapters.Tests.Journal;

/// <summary>What every store promises to sessions.</summary>
public abstract partial class EventStoreContract : IAsyncLifetime
{
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private IEventStore? _store;

    protected IEventStore Store => _store!;

    /// <summary>The same store as another process would have it.</summary>
    protected abstract Task<IEventStore> OpenAsync();

    public virtual async Task InitializeAsync() => _store = await OpenAsync();

    public virtual Task DisposeAsync()
    {
        (_store as IDisposable)?.Dispose();
        return Task.CompletedTask;
    }

    [StoreFact]
    public async Task Events_come_back_in_order_as_they_were_written()
    {
        var before = DateTimeOffset.UtcNow;
        await Append(Store, "a", 0, "one", "two");
        await Append(Store, "a", 2, "three");

        var events = await Read(Store, "a");
        events.Select(@event => @event.Sequence).ShouldBe([1, 2, 3]);
        events.Select(TextOf).ShouldBe(["one", "two", "three"]);
        events.ShouldAllBe(@event => @event.Writer == "w" && @event.Manifest == "m.1");
        events.ShouldAllBe(@event => @event.At >= before && @event.At <= DateTimeOffset.UtcNow);
    }

    [StoreFact]
    public async Task Reading_begins_where_it_is_told_to()
    {
        await Append(Store, "a", 0, "one", "two", "three");

        (await Read(Store, "a", 2)).Select(TextOf).ShouldBe(["two", "three"]);
        (await Read(Store, "a", 4)).ShouldBeEmpty();
        (await Read(Store, "a", -5)).Count.ShouldBe(3);
    }

    [StoreFact]
    public async Task Ids_that_begin_with_a_digit_are_found_among_those_that_begin_with_letters()
    {
        foreach (var id in new[] { "a.1.X", "0index.math.2", "z", "0index.math.1", "1x", "0" }) await Append(Store, id, 0, "one", "two");

        (await Store.IdsAsync("0", "1", 10, CancellationToken.None)).Order(StringComparer.Ordinal)
            .ShouldBe(["0", "0index.math.1", "0index.math.2"]);
        (await Store.IdsAsync("0", "1", 2, CancellationToken.None)).Count.ShouldBe(2);
        (await Store.IdsAsync("7", "8", 10, CancellationToken.None)).ShouldBeEmpty();
    }

    [StoreFact]
    public async Task Sessions_are_apart_and_unknown_ones_are_empty()
    {
        await Append(Store, "a", 0, "x");
        await Append(Store, "A", 0, "y", "z");

        (await Highest("a")).ShouldBe(1);
        (await Highest("A")).ShouldBe(2);
        (await Highest("b")).ShouldBe(0);
        (await Read(Store, "b")).ShouldBeEmpty();
    }

    [StoreFact]
    public async Task A_second_handle_reads_what_the_first_one_wrote()
    {
        await Append(Store, "a", 0, "one");
        var other = await OpenAsync();

        (await Read(other, "a")).Single().Writer.ShouldBe("w");
        await Append(other, "a", 1, "two");
        (await Read(Store, "a")).Select(TextOf).ShouldBe(["one", "two"]);
        Close(other);
    }

    [StoreFact]
    public async Task Of_two_writers_the_slower_is_refused_and_nothing_of_it_is_stored()
    {
        await Append(Store, "a", 0, "first");

        var refused = await Should.ThrowAsync<EventStoreConflictException>(() => Append(Store, "a", 0, "late", "later"));

        (refused.PersistenceId, refused.Sequence).ShouldBe(("a", 1L));
        (await Read(Store, "a")).Select(TextOf).ShouldBe(["first"]);
    }

    [StoreFact]
    public async Task An_append_that_would_leave_a_gap_is_refused()
    {
        await Append(Store, "a", 0, "first");

        var refused = await Should.ThrowAsync<ArgumentOutOfRangeException>(() => Append(Store, "a", 2, "third"));

        refused.Message.ShouldContain("'a' ends at 1");
        (await Highest("a")).ShouldBe(1);
    }

    [StoreFact]
    public async Task A_refused_append_leaves_those_beside_it_alone()
    {
        await Append(Store, "taken", 0, "first");

        var appends = Enumerable.Range(0, 200)
            .Select(i => i % 2 == 0 ? Append(Store, $"s{i}", 0, "x") : Append(Store, "taken", 0, "y")).ToList();
        await Task.WhenAll(appends.Select(append => append.ContinueWith(_ => { }))).WaitAsync(Patience);

        appends.Where((_, i) => i % 2 == 0).ShouldAllBe(append => append.IsCompletedSuccessfully);
        appends.Where((_, i) => i % 2 == 1).ShouldAllBe(append => append.Exception!.InnerException is EventStoreConflictException);
        (await Highest("taken")).ShouldBe(1);
    }

    [StoreFact]
    public async Task Appends_that_build_on_each_other_need_not_wait_for_each_other()
    {
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Append(Store, "a", i, $"{i + 1}"))).WaitAsync(Patience);

        (await Read(Store, "a")).Select(TextOf).ShouldBe(Enumerable.Range(1, 50).Select(i => $"{i}"));
    }

    [StoreFact]
    public async Task Writers_that_compete_for_one_session_share_its_numbers_without_gap_or_double()
    {
        var other = await OpenAsync();
        var wins = await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Compete(writer % 2 == 0 ? Store : other, $"w{writer}")))
            .WaitAsync(Patience);

        var events = await Read(Store, "contested");
        events.Select(@event => @event.Sequence).ShouldBe(Enumerable.Range(1, events.Count).Select(i => (long)i));
        for (var writer = 0; writer < wins.Length; writer++)
            events.Where(@event => @event.Writer == $"w{writer}").Select(@event => @event.Sequence).ShouldBe(wins[writer]);
        Close(other);
    }

    [StoreFact]
    public async Task Many_sessions_at_once_lose_nothing()
    {
        await Task.WhenAll(Enumerable.Range(0, 64).Select(async session =>
        {
            for (var i = 0; i < 20; i++) await Append(Store, $"s{session}", i, $"{i + 1}");
        })).WaitAsync(Patience);

        for (var session = 0; session < 64; session++)
            (await Read(Store, $"s{session}")).Select(TextOf).ShouldBe(Enumerable.Range(1, 20).Select(i => $"{i}"));
    }

    [StoreFact]
    public async Task Events_of_any_size_and_content_come_back_unchanged()
    {
        var payloads = new[] { 0, 1, 255, 256 * 1024, 3 * 1024 * 1024 }.Select(NewPayload).ToArray();
        await Store.AppendAsync("a", 0, "w", [.. payloads.Select(payload => new NewEvent("m.1", payload))], default);

        (await Read(Store, "a")).Select(@event => @event.Payload.ToArray()).ShouldBe(payloads);
    }

    [StoreFact]
    public async Task Texts_of_any_script_come_back_unchanged()
    {
        var id = "math.17.ünïcode–雪 '\"\\;%_";
        await Store.AppendAsync(id, 0, "", [new NewEvent("", "x"u8.ToArray())], default);

        var stored = (await Read(Store, id)).ShouldHaveSingleItem();
        (stored.Manifest, stored.Writer).ShouldBe(("", ""));
        (await Highest(id)).ShouldBe(1);
    }

    [StoreFact]
    public async Task A_long_history_is_read_whole()
    {
        for (var from = 0; from < 1500; from += 500)
            await Append(Store, "a", from, [.. Enumerable.Range(from + 1, 500).Select(i => $"{i}")]);

        (await Read(Store, "a")).Select(TextOf).ShouldBe(Enumerable.Range(1, 1500).Select(i => $"{i}"));
    }

    [StoreFact]
    public async Task An_append_of_nothing_stores_nothing()
    {
        await Append(Store, "a", 0);

        (await Highest("a")).ShouldBe(0);
        (await Read(Store, "a")).ShouldBeEmpty();
    }

    [StoreFact]
    public async Task An_append_of_nothing_is_refused_where_one_of_something_would_be()
    {
        await Append(Store, "a", 0, "one");
        await Append(Store, "a", 1);
        var other = await OpenAsync();
        await Append(other, "a", 1, "two");
        Close(other);

        (await Should.ThrowAsync<EventStoreConflictException>(() => Append(Store, "a", 1))).Sequence.ShouldBe(2);
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => Append(Store, "a", 5));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => Append(Store, "a", 5, "six"));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => Append(Store, "unknown", 5));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => Append(Store, "unknown", 5, "six"));
        await Append(Store, "a", 2);
        await Append(Store, "a", 2, "three");
        (await Read(Store, "a")).Select(TextOf).ShouldBe(["one", "two", "three"]);
        (await Highest("unknown")).ShouldBe(0);
    }

    [StoreFact]
    public async Task Appends_of_nothing_among_others_change_nothing()
    {
        var appends = Enumerable.Range(0, 50).SelectMany(i => new[] { Append(Store, "a", i), Append(Store, "a", i, $"{i + 1}") });
        await Task.WhenAll(appends.ToList()).WaitAsync(Patience);

        (await Read(Store, "a")).Select(TextOf).ShouldBe(Enumerable.Range(1, 50).Select(i => $"{i}"));
    }

    [StoreFact]
    public async Task What_was_cancelled_before_it_began_is_not_stored()
    {
        var cancelled = new CancellationToken(canceled: true);

        await Should.ThrowAsync<OperationCanceledException>(() => Store.AppendAsync("a", 0, "w", [NewEvent("x")], cancelled));
        await Should.ThrowAsync<OperationCanceledException>(() => Store.HighestAsync("a", cancelled));
        await Append(Store, "a", 0, "y");
        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in Store.ReadAsync("a", 1, cancelled))
            {
            }
        });
        (await Read(Store, "a")).Select(TextOf).ShouldBe(["y"]);
    }

    [StoreFact]
    public async Task A_reader_may_stop_anywhere_and_take_its_time()
    {
        await Append(Store, "a", 0, [.. Enumerable.Range(1, 600).Select(i => $"{i}")]);

        await foreach (var stored in Store.ReadAsync("a", 1, default))
        {
            if (stored.Sequence == 1) await Append(Store, "b", 0, "written while another reads");
            if (stored.Sequence == 300) break;
        }

        (await Highest("b")).ShouldBe(1);
    }

    protected static Task Append(IEventStore store, string id, long expected, params string[] texts) =>
        store.AppendAsync(id, expected, "w", [.. texts.Select(NewEvent)], CancellationToken.None);

    protected static NewEvent NewEvent(string text) => new("m.1", Encoding.UTF8.GetBytes(text));

    protected static string TextOf(StoredEvent stored) => Encoding.UTF8.GetString(stored.Payload.Span);

    protected static async Task<List<StoredEvent>> Read(IEventStore store, string id, long from = 1)
    {
        var events = new List<StoredEvent>();
        await foreach (var stored in store.ReadAsync(id, from, CancellationToken.None)) events.Add(stored);
        return events;
    }

    protected Task<long> Highest(string id) => Store.HighestAsync(id, CancellationToken.None);

    protected void Close(IEventStore other)
    {
        if (!ReferenceEquals(other, _store)) (other as IDisposable)?.Dispose();
    }

    private static byte[] NewPayload(int length)
    {
        var payload = new byte[length];
        new Random(length).NextBytes(payload);
        return payload;
    }

    /// <returns>The sequence numbers that this writer was first at.</returns>
    private static async Task<List<long>> Compete(IEventStore store, string writer)
    {
        var won = new List<long>();
        for (var tries = 0; tries < 25; tries++)
        {
            var end = await store.HighestAsync("contested", CancellationToken.None);
            try
            {
                await store.AppendAsync("contested", end, writer, [NewEvent(writer)], CancellationToken.None);
                won.Add(end + 1);
            }
            catch (EventStoreConflictException)
            {
                // Another was faster; the next try builds on what it wrote.
            }
        }

        return won;
    }
}
