namespace Hanzo.Network.State;

/// <summary>The whole history of one persistence id, to be taken over by another store as it is: numbers, times and writers.</summary>
/// <param name="Source">Names where it comes from, 1 to <see cref="MaxSourceChars"/> characters; the same of every attempt.</param>
/// <param name="Highest">The number of the last event, though it may be deleted.</param>
/// <param name="Read">Events up to that, those that are not deleted, without a gap; may be called more than once.</param>
/// <param name="Snapshots">Those that are to be taken along.</param>
public sealed record HistoryImport(
    string PersistenceId,
    string Source,
    long Highest,
    Func<CancellationToken, IAsyncEnumerable<StoredEvent>> Read,
    IReadOnlyList<StoredSnapshot> Snapshots)
{
    public const int MaxSourceChars = 500;

    /// <summary>Of one history; earlier ones are needless.</summary>
    public const int MaxSnapshots = 2;

    /// <summary>What a store holds under one id, which nobody writes to meanwhile.</summary>
    /// <param name="highest">The last event that is taken along.</param>
    /// <exception cref="EventStoreException">The store cannot be read now.</exception>
    public static async Task<HistoryImport> OfAsync(
        IEventStore store, string source, string persistenceId, long highest, CancellationToken cancellation)
    {
        var snapshots = new List<StoredSnapshot>(MaxSnapshots);
        for (var to = highest; snapshots.Count < MaxSnapshots; to = snapshots[^1].Sequence - 1)
        {
            if (await store.FindSnapshotAsync(persistenceId, SnapshotRange.UpTo(to), cancellation) is not { } found) break;
            snapshots.Add(found);
        }

        snapshots.Reverse();
        return new HistoryImport(persistenceId, source, highest, token => UpTo(store, persistenceId, highest, token), snapshots);
    }

    private static async IAsyncEnumerable<StoredEvent> UpTo(
        IEventStore store, string persistenceId, long highest,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var stored in store.ReadAsync(persistenceId, 1, cancellation))
        {
            if (stored.Sequence > highest) yield break;
            yield return stored;
        }
    }
}

/// <summary>A store that takes over histories which others have written.</summary>
public interface IHistoryTarget
{
    /// <summary>
    /// Takes a history over as a whole or not at all, durably. Where it was taken over before from the same source, or the same is there
    /// already, nothing happens, also when it has gone on since.
    /// </summary>
    /// <exception cref="EventStoreConflictException">There is another history under that id; it stays as it is.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An event or snapshot is larger than the store takes at once.</exception>
    /// <exception cref="EventStoreException">The store cannot store it now; the same may be asked again.</exception>
    Task ImportAsync(HistoryImport history, CancellationToken cancellation);
}
