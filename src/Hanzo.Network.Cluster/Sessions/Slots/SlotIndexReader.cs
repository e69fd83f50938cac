using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Persistence;
using Hanzo.Network.State;

namespace Hanzo.Network.Cluster.Sessions.Slots;

/// <summary>Reads the index of a slot that nobody has.</summary>
internal static class SlotIndexReader
{
    /// <exception cref="EventStoreException">The store cannot be read now.</exception>
    /// <exception cref="FormatException">Something in the index cannot be read, or is missing.</exception>
    public static async Task<OpenSessions> ReadAsync(IEventStore store, SlotId slot, CancellationToken cancellation)
    {
        var (sessions, _) = await store.ReadMadeAsync(
            SlotIndexName.PersistenceIdOf(slot),
            OpenSessions.None,
            Decode,
            (made, stored) => made.Apply(SlotChangedCodec.Decode(stored.Manifest, stored.Payload.Span)),
            cancellation);
        return sessions;
    }

    private static OpenSessions Decode(StoredSnapshot stored) =>
        SnapshotFormats.Decode(stored.Manifest, stored.Payload.Span) is SlotSnapshot snapshot
            ? OpenSessions.Of(snapshot)
            : throw new FormatException($"snapshot '{stored.Manifest}' is none of a slot's index.");
}
