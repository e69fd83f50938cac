using Hanzo.Network.Agents;
using Hanzo.Network.State;

namespace Hanzo.Network.Conversations;

/// <summary>Reads a session from its store.</summary>
public static class SessionHistory
{
    /// <returns>The last event that is not deleted; null: there is none.</returns>
    public static async Task<StoredEvent?> LastAsync(IEventStore store, SessionId session, CancellationToken cancellation)
    {
        var highest = await store.HighestAsync(session.ToString(), cancellation);
        if (highest == 0) return null;
        await foreach (var stored in store.ReadAsync(session.ToString(), highest, cancellation)) return stored;
        return null;
    }

    /// <summary>Also where the deletion of what was before has not come to its end.</summary>
    public static async Task<bool> IsDeletedAsync(IEventStore store, SessionId session, CancellationToken cancellation) =>
        await LastAsync(store, session, cancellation) is { Manifest: ConversationEventCodec.Deleted };

    /// <summary>What is to be done behind a session's last event. May be repeated.</summary>
    /// <param name="last">Its number.</param>
    /// <param name="forgets">That event and the session's number as well.</param>
    /// <exception cref="EventStoreException">The journal cannot be written now; some may be done.</exception>
    public static async Task ClearAsync(IEventStore store, SessionId session, long last, bool forgets)
    {
        var id = session.ToString();
        await store.DeleteSnapshotsAsync(id, SnapshotRange.All, CancellationToken.None);
        await store.DeleteAsync(id, last - 1, CancellationToken.None);
        if (forgets) await store.ForgetAsync(id, last, CancellationToken.None);
    }

    /// <returns>What the history has made, and its last number; 0: there is none.</returns>
    /// <exception cref="FormatException">Something in it cannot be read, or is missing.</exception>
    public static async Task<(SessionSnapshot Made, long Sequence)> ReadAsync(
        IEventStore store, SessionId session, CancellationToken cancellation)
    {
        try
        {
            return await store.ReadMadeAsync(
                session.ToString(),
                SessionSnapshot.Empty(session),
                stored => SessionSnapshotCodec.Decode(stored.Manifest, stored.Payload.Span),
                (made, stored) => made.Apply(ConversationEventCodec.Decode(stored.Manifest, stored.Payload.Span), stored.Sequence),
                cancellation);
        }
        catch (FormatException)
        {
            // Of a deleted session the last event says all.
            if (await LastAsync(store, session, cancellation) is not { Manifest: ConversationEventCodec.Deleted } last) throw;
            var deleted = ConversationEventCodec.Decode(last.Manifest, last.Payload.Span);
            return (SessionSnapshot.Empty(session).Apply(deleted, last.Sequence), last.Sequence);
        }
    }
}
