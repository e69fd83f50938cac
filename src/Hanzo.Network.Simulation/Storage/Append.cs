using Hanzo.Network.State;

namespace Hanzo.Network.Simulation.Storage;

/// <summary>What one call appends: all of it or nothing.</summary>
/// <param name="Events">Not empty; their sequence numbers follow each other.</param>
internal sealed record Append(int Node, string PersistenceId, StoredEvent[] Events) : LogEntry(Node, PersistenceId)
{
    public long First => Events[0].Sequence;

    public long Last => Events[^1].Sequence;

    /// <summary>Of its last event.</summary>
    public ulong Content => ContentHash.Of(Events[^1]);

    public static Append Of(
        int node, string persistenceId, long expectedSequence, string writer, IReadOnlyList<NewEvent> events, DateTimeOffset at)
    {
        var stored = new StoredEvent[events.Count];
        for (var i = 0; i < stored.Length; i++)
            stored[i] = new StoredEvent(expectedSequence + 1 + i, events[i].Manifest, events[i].Payload.ToArray(), writer, at);
        return new Append(node, persistenceId, stored);
    }
}
