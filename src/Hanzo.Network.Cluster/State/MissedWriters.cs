using Hanzo.Network.State;

namespace Hanzo.Network.Cluster.State;

/// <summary>
/// Reads what nodes wrote that are not there when the network starts anew, as far as this node shares their journals. Those of
/// others tell it themselves when they are back.
/// </summary>
internal sealed class MissedWriters(StateServices services)
{
    public async Task<int> ReadAsync(IReadOnlyList<string> writers, CancellationToken cancellation)
    {
        var read = 0;
        foreach (var node in writers.Select(StateWriter.NodeOf).Distinct())
        {
            var writer = new StateWriter(services.Board, node);
            var journal = StateWriter.PersistenceIdOf(services.Network, node);
            await foreach (var stored in services.Store.ReadAsync(journal, 1, cancellation))
            {
                writer.Replay(stored.Manifest, stored.Payload.Span);
                read++;
            }
        }

        return read;
    }
}
