using Akka.Actor;
using Akka.Event;
using Akka.Persistence;
using Akka.Persistence.Snapshot;
using Hanzo.Network.State;

namespace Hanzo.Network.Cluster.Persistence;

/// <summary>Akka.Persistence's snapshots over the process's <see cref="IEventStore"/>, beside <see cref="EventStoreJournal"/>.</summary>
/// <remarks>A snapshot that cannot be read is passed over: the one before and the events after that say the same.</remarks>
internal sealed class EventStoreSnapshots : SnapshotStore
{
    private readonly IEventStore _store;
    private readonly ILoggingAdapter _log;

    public EventStoreSnapshots() => (_store, _log) = (EventStoreSetup.Of(Context.System).Store, Context.GetLogger());

    protected override async Task<SelectedSnapshot?> LoadAsync(string persistenceId, SnapshotSelectionCriteria criteria)
    {
        var log = _log;
        var found = await _store.FindReadableAsync(
            persistenceId,
            RangeOf(criteria),
            stored => SnapshotFormats.Decode(stored.Manifest, stored.Payload.Span),
            (stored, why) => log.Warning("snapshot {0} is passed over: {1}", $"{stored.Sequence} of '{persistenceId}'", why.Message),
            CancellationToken.None);
        return found is { Stored: var stored, Content: var content }
            ? new SelectedSnapshot(new SnapshotMetadata(persistenceId, stored.Sequence, stored.At.UtcDateTime), content)
            : null;
    }

    protected override Task SaveAsync(SnapshotMetadata metadata, object snapshot) => _store.SaveSnapshotAsync(
        metadata.PersistenceId,
        new StoredSnapshot(
            metadata.SequenceNr, SnapshotFormats.ManifestOf(snapshot), SnapshotFormats.Encode(snapshot), Utc(metadata.Timestamp)),
        CancellationToken.None);

    protected override Task DeleteAsync(SnapshotMetadata metadata) => _store.DeleteSnapshotsAsync(
        metadata.PersistenceId,
        SnapshotRange.All with { From = metadata.SequenceNr, To = metadata.SequenceNr },
        CancellationToken.None);

    protected override Task DeleteAsync(string persistenceId, SnapshotSelectionCriteria criteria) =>
        _store.DeleteSnapshotsAsync(persistenceId, RangeOf(criteria), CancellationToken.None);

    private static SnapshotRange RangeOf(SnapshotSelectionCriteria criteria) => new(
        criteria.MinSequenceNr,
        criteria.MaxSequenceNr,
        criteria.MinTimestamp is { } since ? Utc(since) : DateTimeOffset.MinValue,
        Utc(criteria.MaxTimeStamp));

    private static DateTimeOffset Utc(DateTime time) => new(time.Ticks, TimeSpan.Zero);
}
