namespace Hanzo.Network.State;

/// <summary>One event as stored: the manifest names its format and version, the payload is its bytes.</summary>
public sealed record StoredEvent(long Sequence, string Manifest, ReadOnlyMemory<byte> Payload, string Writer, DateTimeOffset At);

public sealed record NewEvent(string Manifest, ReadOnlyMemory<byte> Payload);

/// <summary>
/// The journal behind sessions. Sequence numbers of one persistence id start at 1 and have no gaps; an append is
/// durable, to the store's degree, when its task completes.
/// </summary>
public interface IEventStore
{
    /// <exception cref="EventStoreConflictException">Another writer has already stored <paramref name="expectedSequence"/> + 1.</exception>
    /// <exception cref="ArgumentOutOfRangeException">It would leave a gap, or is larger than the store takes at once.</exception>
    /// <exception cref="EventStoreException">The store cannot store it now.</exception>
    Task AppendAsync(
        string persistenceId, long expectedSequence, string writer, IReadOnlyList<NewEvent> events, CancellationToken cancellation);

    /// <summary>Events from <paramref name="fromSequence"/> on, in order.</summary>
    IAsyncEnumerable<StoredEvent> ReadAsync(string persistenceId, long fromSequence, CancellationToken cancellation);

    /// <summary>0 when there is none.</summary>
    Task<long> HighestAsync(string persistenceId, CancellationToken cancellation);

    /// <summary>
    /// Ids that have events, from <paramref name="from"/> on and before <paramref name="before"/>, in the store's own order: stores
    /// agree that digits come before letters, and on nothing else.
    /// </summary>
    /// <param name="most">As many at most.</param>
    Task<IReadOnlyList<string>> IdsAsync(string from, string before, int most, CancellationToken cancellation);
}

public sealed class EventStoreConflictException(string persistenceId, long sequence)
    : Exception($"'{persistenceId}' already has an event {sequence}, stored by another writer.")
{
    public string PersistenceId { get; } = persistenceId;
    public long Sequence { get; } = sequence;
}
