namespace Hanzo.Network.State;

public static class SnapshotSearch
{
    /// <summary>
    /// The latest snapshot that can be read; those that cannot are passed over, since the ones before them and the events after
    /// those say the same.
    /// </summary>
    /// <param name="decode">Throws <see cref="FormatException"/> for one that cannot be read.</param>
    /// <param name="passedOver">Is told of each, and why.</param>
    /// <returns>Null: there is none.</returns>
    public static async Task<(StoredSnapshot Stored, T Content)?> FindReadableAsync<T>(
        this IEventStore store,
        string persistenceId,
        SnapshotRange range,
        Func<StoredSnapshot, T> decode,
        Action<StoredSnapshot, FormatException> passedOver,
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
                passedOver(stored, unreadable);
                range = range with { To = stored.Sequence - 1 };
            }
        }

        return null;
    }

    /// <summary>For who reads events and finds that some are missing, which no snapshot that can be read stands for.</summary>
    /// <param name="expected">The number that should have come.</param>
    /// <param name="found">The one that came.</param>
    public static FormatException Missing(long expected, long found) => new(
        $"events {expected} to {found - 1} were deleted, and there is no snapshot that this version can read of what they made");
}
