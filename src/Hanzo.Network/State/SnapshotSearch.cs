namespace Hanzo.Network.State;

public static class SnapshotSearch
{
    /// <summary>
    /// The latest snapshot that can be read; those that cannot are passed over, since the ones before them and the events after
    /// those say the same.
    /// </summary>
    /// <param name="decode">Throws <see cref="FormatException"/> for one that cannot be read.</param>
    /// <param name="passedOver">Is told of each that cannot, and why.</param>
    /// <returns>Null: there is none.</returns>
    public static async Task<(StoredSnapshot Stored, T Content)?> FindReadableAsync<T>(
        this IEventStore store,
        string persistenceId,
        SnapshotRange range,
        Func<StoredSnapshot, T> decode,
        Action<StoredSnapshot, FormatException>? passedOver,
        CancellationToken cancellation)
    {
        while (await store.FindSnapshotAsync(persistenceId, range, cancellation) is { } stored)
        {
            try
            {
                return (stored, decode(stored));
            }
            catch (FormatException unreadable)
            {
                passedOver?.Invoke(stored, unreadable);
                range = range with { To = stored.Sequence - 1 };
            }
        }

        return null;
    }

    /// <summary>What a history has made: the latest snapshot that can be read, and the events after it.</summary>
    /// <param name="empty">What it is made from where there is no snapshot.</param>
    /// <param name="decode">Throws <see cref="FormatException"/> for a snapshot that cannot be read.</param>
    /// <param name="apply">Throws <see cref="FormatException"/> for an event that cannot be read.</param>
    /// <returns>With its last number; 0: there is no history.</returns>
    /// <exception cref="FormatException">An event cannot be read, or some are missing.</exception>
    public static async Task<(T Made, long Sequence)> ReadMadeAsync<T>(
        this IEventStore store,
        string persistenceId,
        T empty,
        Func<StoredSnapshot, T> decode,
        Func<T, StoredEvent, T> apply,
        CancellationToken cancellation)
    {
        var found = await store.FindReadableAsync(persistenceId, SnapshotRange.All, decode, passedOver: null, cancellation);
        var (made, sequence) = found is { } snapshot ? (snapshot.Content, snapshot.Stored.Sequence) : (empty, 0);
        await foreach (var stored in store.ReadAsync(persistenceId, sequence + 1, cancellation))
        {
            if (stored.Sequence != sequence + 1) throw Missing(sequence + 1, stored.Sequence);
            sequence = stored.Sequence;
            made = apply(made, stored);
        }

        if (sequence == 0 && await store.HighestAsync(persistenceId, cancellation) is > 0 and var highest)
            throw Missing(1, highest + 1);
        return (made, sequence);
    }

    /// <summary>For who reads events and finds that some are missing, which no snapshot that can be read stands for.</summary>
    /// <param name="expected">The number that should have come.</param>
    /// <param name="found">The one that came.</param>
    public static FormatException Missing(long expected, long found) => new(
        $"events {expected} to {found - 1} were deleted, and there is no snapshot that this version can read of what they made");
}
