using Hanzo.Network.State;

namespace Hanzo.Network.Simulation.Storage;

/// <summary>The streams of a log, as far as they are durable.</summary>
internal sealed class EventIndex
{
    private readonly Dictionary<string, List<StoredEvent>> _streams = new(StringComparer.Ordinal);

    public long HighestOf(string persistenceId) => _streams.TryGetValue(persistenceId, out var stream) ? stream.Count : 0;

    public StoredEvent[] Read(string persistenceId, long fromSequence)
    {
        if (!_streams.TryGetValue(persistenceId, out var stream)) return [];
        var skip = (int)Math.Clamp(fromSequence - 1, 0, stream.Count);
        return [.. stream[skip..]];
    }

    public IReadOnlyList<string> Ids(string from, string before, int most) =>
    [
        .. _streams.Keys.Where(id => string.CompareOrdinal(id, from) >= 0 && string.CompareOrdinal(id, before) < 0)
            .Order(StringComparer.Ordinal).Take(most),
    ];

    /// <summary>A log without fences may tell one sequence number twice; then the later one counts.</summary>
    public void Add(Append append)
    {
        if (!_streams.TryGetValue(append.PersistenceId, out var stream)) _streams[append.PersistenceId] = stream = [];
        foreach (var stored in append.Events)
        {
            if (stored.Sequence <= stream.Count) stream[(int)stored.Sequence - 1] = stored;
            else stream.Add(stored);
        }
    }
}
