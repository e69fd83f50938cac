using Hanzo.Network.State;

namespace Hanzo.Network.Cluster.State;

/// <summary>Reads a node's journal of shared state: what the board has not got, where that is known.</summary>
internal static class OwnJournal
{
    /// <param name="highest">Number of the last event; what another process adds meanwhile is not read.</param>
    /// <exception cref="EventStoreException">It cannot be read now.</exception>
    /// <exception cref="FormatException">It is not a journal of shared state.</exception>
    public static async Task<StateWriter> ReadAsync(StateServices services, long highest, CancellationToken cancellation)
    {
        if (services.Board.Mark is { } mark && mark.Events <= highest
            && await ResumeAsync(services, mark, highest, cancellation) is { } resumed)
            return resumed;
        var writer = new StateWriter(services.Board, services.NodeId);
        await foreach (var stored in services.Store.ReadAsync(IdOf(services), 1, cancellation))
        {
            if (stored.Sequence > highest) break;
            writer.Replay(stored.Manifest, stored.Payload.Span);
        }

        return writer;
    }

    /// <summary>Null: the mark is of another journal.</summary>
    private static async Task<StateWriter?> ResumeAsync(
        StateServices services, JournalMark mark, long highest, CancellationToken cancellation)
    {
        StateWriter? writer = null;
        await foreach (var stored in services.Store.ReadAsync(IdOf(services), mark.Events, cancellation))
        {
            if (stored.Sequence > highest) break;
            if (writer is not null)
            {
                writer.Replay(stored.Manifest, stored.Payload.Span);
                continue;
            }

            if (StateWriter.NameOf(StateCodec.Decode(stored.Manifest, stored.Payload.Span)) != mark.Last) return null;
            writer = new StateWriter(services.Board, services.NodeId);
            writer.Resume(mark);
        }

        return writer;
    }

    private static string IdOf(StateServices services) => StateWriter.PersistenceIdOf(services.Network, services.NodeId);
}
