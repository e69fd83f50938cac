using System.Text;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Persistence;
using Hanzo.Network.Cluster.Placement;
using Hanzo.Network.Cluster.Sessions.Slots;
using Hanzo.Network.State;

namespace Hanzo.Network.Cluster.Tests.Sessions;

public sealed class SlotIndexReaderTests
{
    private static readonly SlotId Slot = SlotRules.Parse("math.1");
    private static readonly string Id = SlotIndexName.PersistenceIdOf(Slot);
    private readonly InMemoryEventStore _store = new(TimeProvider.System);

    [Fact]
    public async Task Open_sessions_are_those_of_the_snapshot_and_of_the_changes_after_it()
    {
        await AppendAsync(0, new SlotChanged(["A"], []), new SlotChanged(["B"], []), new SlotChanged(["C"], ["A"]));
        await SaveAsync(2, SnapshotFormats.ManifestOf(new SlotSnapshot([])), SnapshotFormats.Encode(new SlotSnapshot(["A", "B"])));
        await _store.DeleteAsync(Id, 2, default);

        (await SlotIndexReader.ReadAsync(_store, Slot, default)).Recorded.ShouldBe(["B", "C"], ignoreOrder: true);
    }

    [Fact]
    public async Task An_index_whose_events_are_gone_is_not_an_empty_one()
    {
        (await SlotIndexReader.ReadAsync(_store, Slot, default)).Recorded.ShouldBeEmpty();
        await AppendAsync(0, new SlotChanged(["A"], []));
        await _store.DeleteAsync(Id, 1, default);

        (await Should.ThrowAsync<FormatException>(() => SlotIndexReader.ReadAsync(_store, Slot, default))).Message
            .ShouldContain("events 1 to 1 were deleted");
    }

    [Fact]
    public async Task A_snapshot_of_something_else_is_passed_over()
    {
        await AppendAsync(0, new SlotChanged(["A"], []));
        await SaveAsync(1, HolderSnapshot.Manifest, Encoding.UTF8.GetBytes("""{"notes":[]}"""));

        (await SlotIndexReader.ReadAsync(_store, Slot, default)).Recorded.ShouldBe(["A"]);
    }

    private Task AppendAsync(long expected, params SlotChanged[] changes) => _store.AppendAsync(
        Id,
        expected,
        "w",
        [.. changes.Select(change => new NewEvent(SlotChangedCodec.Manifest, SlotChangedCodec.Encode(change)))],
        CancellationToken.None);

    private Task SaveAsync(long sequence, string manifest, byte[] payload) => _store.SaveSnapshotAsync(
        Id, new StoredSnapshot(sequence, manifest, payload, DateTimeOffset.UnixEpoch), CancellationToken.None);
}
