using System.Text;
using Hanzo.Network.State;

namespace Hanzo.Network.Adapters.Tests.Journal;

/// <summary>What every store promises of snapshots, and of events that they make needless.</summary>
public abstract partial class EventStoreContract
{
    [StoreFact]
    public async Task Deleted_events_do_not_come_back_and_numbers_go_on()
    {
        await Append(Store, "a", 0, "one", "two", "three");

        await Store.DeleteAsync("a", 2, default);
        (await Read(Store, "a")).Select(stored => (stored.Sequence, TextOf(stored))).ShouldBe([(3L, "three")]);
        (await Read(Store, "a", 2)).Count.ShouldBe(1);

        await Store.DeleteAsync("a", 99, default);
        (await Read(Store, "a")).ShouldBeEmpty();
        (await Highest("a")).ShouldBe(3);
        await Append(Store, "a", 3, "four");
        (await Read(Store, "a")).Select(stored => (stored.Sequence, TextOf(stored))).ShouldBe([(4L, "four")]);
    }

    [StoreFact]
    public async Task Numbers_of_deleted_events_are_fenced_as_before()
    {
        await Append(Store, "a", 0, "one", "two");
        await Store.DeleteAsync("a", 2, default);
        var other = await OpenAsync();

        (await Should.ThrowAsync<EventStoreConflictException>(() => Append(other, "a", 0, "late"))).Sequence.ShouldBe(1);
        (await Should.ThrowAsync<EventStoreConflictException>(() => Append(Store, "a", 1, "late"))).Sequence.ShouldBe(2);
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => Append(other, "a", 5, "gap"));
        (await Highest("a")).ShouldBe(2);
        (await Store.IdsAsync("a", "b", 10, default)).ShouldBe(["a"]);
        Close(other);
    }

    [StoreFact]
    public async Task A_writer_that_was_overtaken_is_fenced_though_what_overtook_it_is_deleted()
    {
        await Append(Store, "a", 0, "one", "two");
        var other = await OpenAsync();
        await Append(other, "a", 2, "three", "four", "five");
        await other.DeleteAsync("a", 4, default);

        (await Should.ThrowAsync<EventStoreConflictException>(() => Append(Store, "a", 2, "late"))).Sequence.ShouldBe(3);
        (await Should.ThrowAsync<EventStoreConflictException>(() => Append(Store, "a", 2, "late", "again"))).Sequence.ShouldBe(3);
        (await Read(Store, "a")).Select(stored => (stored.Sequence, TextOf(stored))).ShouldBe([(5L, "five")]);
        await Append(Store, "a", 5, "six");
        await Append(Store, "a", 6, "seven");
        (await Highest("a")).ShouldBe(7);
        Close(other);
    }

    [StoreFact]
    public async Task Deleting_the_same_again_less_or_nothing_changes_nothing()
    {
        await Append(Store, "a", 0, [.. Enumerable.Range(1, 1000).Select(i => $"{i}")]);
        await Append(Store, "b", 0, "x");

        foreach (var to in new[] { 700, 700, 3, 0, -1 }) await Store.DeleteAsync("a", to, default);
        await Store.DeleteAsync("unknown", 5, default);

        (await Read(Store, "a")).Select(stored => stored.Sequence).ShouldBe(Enumerable.Range(701, 300).Select(i => (long)i));
        (await Read(Store, "b")).Count.ShouldBe(1);
        (await Highest("unknown")).ShouldBe(0);
    }

    [StoreFact]
    public async Task Of_what_is_forgotten_nothing_stays_and_only_who_begins_anew_can_write()
    {
        await Append(Store, "a", 0, "one", "two", "three");
        await Append(Store, "b", 0, "x");
        await Store.SaveSnapshotAsync("a", Snapshot(2, "two"), default);
        await Store.DeleteAsync("a", 2, default);
        var other = await OpenAsync();

        await Store.ForgetAsync("a", 3, default);
        await Store.ForgetAsync("unknown", 1, default);

        (await Highest("a")).ShouldBe(0);
        (await Read(Store, "a")).ShouldBeEmpty();
        (await Found(SnapshotRange.All)).ShouldBeNull();
        (await Store.SizeAsync("a", default)).ShouldBe(default);
        (await Store.IdsAsync("a", "c", 10, default)).ShouldBe(["b"]);
        foreach (var stale in new[] { Store, other })
            await Should.ThrowAsync<ArgumentOutOfRangeException>(() => Append(stale, "a", 3, "late"));
        await Append(other, "a", 0, "anew");
        (await Read(Store, "a")).Select(stored => (stored.Sequence, TextOf(stored))).ShouldBe([(1L, "anew")]);
        Close(other);
    }

    [StoreFact]
    public async Task What_ends_otherwise_is_not_forgotten_and_what_is_deleted_may_be()
    {
        await Append(Store, "a", 0, "one", "two");

        foreach (var last in new[] { 0, 1, 3 }) await Store.ForgetAsync("a", last, default);
        (await Read(Store, "a")).Count.ShouldBe(2);

        await Store.DeleteAsync("a", 2, default);
        (await Highest("a")).ShouldBe(2);
        await Store.ForgetAsync("a", 2, default);
        (await Highest("a")).ShouldBe(0);
    }

    [StoreFact]
    public async Task The_latest_snapshot_in_a_range_is_found()
    {
        await Append(Store, "a", 0, "event");
        var noon = new DateTimeOffset(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);
        for (var i = 1; i <= 3; i++) await Store.SaveSnapshotAsync("a", Snapshot(i * 10, $"at {i * 10}", noon.AddHours(i)), default);

        (await Found(SnapshotRange.All)).ShouldBe("30 at 30");
        (await Found(SnapshotRange.UpTo(29))).ShouldBe("20 at 20");
        (await Found(SnapshotRange.All with { From = 31 })).ShouldBeNull();
        (await Found(SnapshotRange.All with { Until = noon.AddHours(1) })).ShouldBe("10 at 10");
        (await Found(SnapshotRange.All with { Since = noon.AddHours(4) })).ShouldBeNull();
        (await Store.FindSnapshotAsync("b", SnapshotRange.All, default)).ShouldBeNull();
        var found = await Store.FindSnapshotAsync("a", SnapshotRange.UpTo(10), default);
        (found!.Manifest, found.At).ShouldBe(("s.1", noon.AddHours(1)));
    }

    [StoreFact]
    public async Task A_snapshot_takes_the_place_of_one_of_the_same_number()
    {
        await Append(Store, "a", 0, "event");
        await Store.SaveSnapshotAsync("a", Snapshot(10, "first"), default);
        await Store.SaveSnapshotAsync("a", Snapshot(10, "second"), default);

        (await Found(SnapshotRange.All)).ShouldBe("10 second");
    }

    [StoreFact]
    public async Task Deleted_snapshots_are_gone_and_the_others_stay()
    {
        await Append(Store, "a", 0, "event");
        for (var i = 1; i <= 3; i++) await Store.SaveSnapshotAsync("a", Snapshot(i, $"{i}"), default);

        await Store.DeleteSnapshotsAsync("a", SnapshotRange.All with { From = 3 }, default);
        (await Found(SnapshotRange.All)).ShouldBe("2 2");
        await Store.DeleteSnapshotsAsync("a", SnapshotRange.UpTo(2), default);
        (await Found(SnapshotRange.All)).ShouldBeNull();
    }

    [StoreFact]
    public async Task A_snapshot_of_megabytes_comes_back_unchanged_and_a_larger_one_is_refused()
    {
        await Append(Store, "a", 0, "event");
        var payload = NewPayload(5 * 1024 * 1024);
        await Store.SaveSnapshotAsync("a", new StoredSnapshot(1, "s.1", payload, DateTimeOffset.UtcNow), default);

        (await Store.FindSnapshotAsync("a", SnapshotRange.All, default))!.Payload.ToArray().ShouldBe(payload);
        var large = new StoredSnapshot(2, "s.1", new byte[StoredSnapshot.MaxBytes + 1], DateTimeOffset.UtcNow);
        await Should.ThrowAsync<ArgumentOutOfRangeException>(async () => await Store.SaveSnapshotAsync("a", large, default));
    }

    [StoreFact]
    public async Task What_a_session_takes_is_counted()
    {
        (await Store.SizeAsync("a", default)).ShouldBe(default);
        await Append(Store, "a", 0, "one", "three");
        (await Store.SizeAsync("a", default)).ShouldBe(new StoredSize(2, 8));

        await Store.SaveSnapshotAsync("a", Snapshot(2, "1234567890"), default);
        await Store.DeleteAsync("a", 1, default);
        (await Store.SizeAsync("a", default)).ShouldBe(new StoredSize(1, 15));
        (await Store.TotalBytesAsync(default)).ShouldBeGreaterThanOrEqualTo(15);
    }

    private static StoredSnapshot Snapshot(long sequence, string text, DateTimeOffset? at = null) =>
        new(sequence, "s.1", Encoding.UTF8.GetBytes(text), at ?? DateTimeOffset.UtcNow);

    private async Task<string?> Found(SnapshotRange range) =>
        await Store.FindSnapshotAsync("a", range, default) is { } found
            ? $"{found.Sequence} {Encoding.UTF8.GetString(found.Payload.Span)}"
            : null;
}
