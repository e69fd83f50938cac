using Hanzo.Network.Agents;
using Hanzo.Network.State;

namespace Hanzo.Network.Conversations;

/// <summary>Reads a session from its store: the latest snapshot that can be read, and the events after it.</summary>
public static class SessionHistory
{
    /// <returns>What the history has made, and its last number; 0: there is none.</returns>
    /// <exception cref="FormatException">Something in it cannot be read, or is missing.</exception>
    public static async Task<(SessionSnapshot Made, long Sequence)> ReadAsync(
        IEventStore store, SessionId session, CancellationToken cancellation)
    {
        var id = session.ToString();
        var found = await store.FindReadableAsync(
            id,
            SnapshotRange.All,
            stored => SessionSnapshotCodec.Decode(stored.Manifest, stored.Payload.Span),
            passedOver: (_, _) => { },
            cancellation);
        var (made, sequence) = found is { } snapshot ? (snapshot.Content, snapshot.Stored.Sequence) : (SessionSnapshot.Empty(session), 0);
        await foreach (var stored in store.ReadAsync(id, sequence + 1, cancellation))
        {
            if (stored.Sequence != sequence + 1) throw SnapshotSearch.Missing(sequence + 1, stored.Sequence);
            sequence = stored.Sequence;
            made = made.Apply(ConversationEventCodec.Decode(stored.Manifest, stored.Payload.Span), sequence);
        }

        if (sequence == 0 && await store.HighestAsync(id, cancellation) is > 0 and var highest)
            throw SnapshotSearch.Missing(1, highest + 1);
        return (made, sequence);
    }
}
