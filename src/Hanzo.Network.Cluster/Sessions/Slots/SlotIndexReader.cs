using Hanzo.Network.Agents;
using Hanzo.Network.State;

namespace Hanzo.Network.Cluster.Sessions.Slots;

/// <summary>Reads the index of a slot that nobody has: its last snapshot, and the changes after that.</summary>
internal static class SlotIndexReader
{
    /// <exception cref="EventStoreException">The store cannot be read now.</exception>
    /// <exception cref="FormatException">Something in the index cannot be read, or is missing.</exception>
    public static async Task<OpenSessions> ReadAsync(IEventStore store, SlotId slot, CancellationToken cancellation)
    {
        var id = SlotIndexName.PersistenceIdOf(slot);
        var found = await store.FindReadableAsync(
            id,
            SnapshotRange.All,
            stored => SlotChangedCodec.DecodeSnapshot(stored.Manifest, stored.Payload.Span),
            passedOver: (_, _) => { },
            cancellation);
        var (sessions, sequence) = found is { } snapshot
            ? (OpenSessions.Of(snapshot.Content), snapshot.Stored.Sequence)
            : (OpenSessions.None, 0);
        await foreach (var stored in store.ReadAsync(id, sequence + 1, cancellation))
        {
            if (stored.Sequence != sequence + 1) throw SnapshotSearch.Missing(sequence + 1, stored.Sequence);
            sequence = stored.Sequence;
            sessions = sessions.Apply(SlotChangedCodec.Decode(stored.Manifest, stored.Payload.Span));
        }

        return sessions;
    }
}
