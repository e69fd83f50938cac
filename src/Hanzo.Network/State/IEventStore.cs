namespace Hanzo.Network.State;

/// <summary>One event as stored: the manifest names its format and version, the payload is its bytes.</summary>
public sealed record StoredEvent(long Sequence, string Manifest, ReadOnlyMemory<byte> Payload, string Writer, DateTimeOffset At);

public sealed record NewEvent(string Manifest, ReadOnlyMemory<byte> Payload);

/// <summary>
/// The journal behind sessions. Sequence numbers of one persistence id start at 1 and have no gaps; an append is
/// durable, to the store's degree, when its task completes. Beside the events there may be snapshots of what they have made, for
/// whose sake events may be deleted; numbers go on as if none were.
/// </summary>
public interface IEventStore
{
    /// <exception cref="EventStoreConflictException">Another writer has already stored <paramref name="expectedSequence"/> + 1.</exception>
    /// <exception cref="ArgumentOutOfRangeException">It would leave a gap, or is larger than the store takes at once.</exception>
    /// <exception cref="EventStoreException">The store cannot store it now.</exception>
    Task AppendAsync(
        string persistenceId, long expectedSequence, string writer, IReadOnlyList<NewEvent> events, CancellationToken cancellation);

    /// <summary>Events from <paramref name="fromSequence"/> on, in order; the first has a higher number if events were deleted.</summary>
    IAsyncEnumerable<StoredEvent> ReadAsync(string persistenceId, long fromSequence, CancellationToken cancellation);

    /// <summary>Of the last event, though it may be deleted; 0 when there has been none.</summary>
    Task<long> HighestAsync(string persistenceId, CancellationToken cancellation);

    /// <summary>
    /// Ids that have events, from <paramref name="from"/> on and before <paramref name="before"/>, in the store's own order: stores
    /// agree that digits come before letters, and on nothing else.
    /// </summary>
    /// <param name="most">As many at most.</param>
    Task<IReadOnlyList<string>> IdsAsync(string from, string before, int most, CancellationToken cancellation);

    /// <summary>Deletes events, the first ones; the number of the last stays known, so that none is given twice.</summary>
    /// <param name="toSequence">The last that is deleted; numbers that there are not do not matter.</param>
    Task DeleteAsync(string persistenceId, long toSequence, CancellationToken cancellation);

    /// <summary>
    /// Forgets an id, its events, snapshots and numbers, if it ends at <paramref name="last"/>; else nothing changes. Numbers begin at 1
    /// then, and an append after any other is refused as a gap: only who believes that there never was anything can write.
    /// </summary>
    Task ForgetAsync(string persistenceId, long last, CancellationToken cancellation);

    /// <summary>Stores a snapshot of what has events, in the place of one of the same number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It has more than <see cref="StoredSnapshot.MaxBytes"/>.</exception>
    Task SaveSnapshotAsync(string persistenceId, StoredSnapshot snapshot, CancellationToken cancellation);

    /// <summary>That of the highest number in the range; null: there is none.</summary>
    Task<StoredSnapshot?> FindSnapshotAsync(string persistenceId, SnapshotRange range, CancellationToken cancellation);

    Task DeleteSnapshotsAsync(string persistenceId, SnapshotRange range, CancellationToken cancellation);

    Task<StoredSize> SizeAsync(string persistenceId, CancellationToken cancellation);

    /// <summary>Bytes that the whole store takes in its place, what it adds to events included.</summary>
    Task<long> TotalBytesAsync(CancellationToken cancellation);
}

public sealed class EventStoreConflictException(string persistenceId, long sequence)
    : Exception($"'{persistenceId}' already has an event {sequence}, stored by another writer.")
{
    public string PersistenceId { get; } = persistenceId;
    public long Sequence { get; } = sequence;
}
