using Hanzo.Network.Cluster.Persistence;
using Hanzo.Network.State;

namespace Hanzo.Network.Cluster.Sessions.Slots;

/// <summary>
/// Two journals may each have had an index of the same slot: that of one is added to the other's, since both are sets of sessions that may
/// have something unfinished. One that has nothing is woken in vain.
/// </summary>
internal static class SlotIndexMerge
{
    /// <returns>Null: it is no index, or cannot be read.</returns>
    public static async Task<IReadOnlyList<NewEvent>?> EventsOfAsync(HistoryImport history, CancellationToken cancellation)
    {
        if (!SlotIndexName.TryParsePersistenceId(history.PersistenceId, out _)) return null;
        try
        {
            var open = await OpenAsync(history, cancellation);
            var changes = open.Recorded.Chunk(OpenSessions.MostInOneChange).Select(opened => new SlotChanged([.. opened], []));
            // An index without sessions says that the journal holds something of the slot.
            return [.. changes.DefaultIfEmpty(new SlotChanged([], []))
                .Select(change => new NewEvent(SlotChangedCodec.Manifest, SlotChangedCodec.Encode(change)))];
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static async Task<OpenSessions> OpenAsync(HistoryImport history, CancellationToken cancellation)
    {
        var (open, sequence) = (OpenSessions.None, 0L);
        if (history.Snapshots is [.., var latest])
        {
            if (SnapshotFormats.Decode(latest.Manifest, latest.Payload.Span) is not SlotSnapshot snapshot)
                throw new FormatException($"snapshot '{latest.Manifest}' is none of a slot's index.");
            (open, sequence) = (OpenSessions.Of(snapshot), latest.Sequence);
        }

        await foreach (var stored in history.Read(cancellation))
        {
            if (stored.Sequence <= sequence) continue;
            if (stored.Sequence != sequence + 1) throw SnapshotSearch.Missing(sequence + 1, stored.Sequence);
            sequence = stored.Sequence;
            open = open.Apply(SlotChangedCodec.Decode(stored.Manifest, stored.Payload.Span));
        }

        return sequence == history.Highest ? open : throw SnapshotSearch.Missing(sequence + 1, history.Highest + 1);
    }
}
