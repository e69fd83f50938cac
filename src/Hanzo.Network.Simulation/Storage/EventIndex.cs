using Hanzo.Network.State;

namespace Hanzo.Network.Simulation.Storage;

/// <summary>The streams of a log, as far as they are durable.</summary>
internal sealed class EventIndex
{
    private readonly Dictionary<string, Stream> _streams = new(StringComparer.Ordinal);

    public long TotalBytes => _streams.Values.Sum(stream => stream.Size.Bytes);

    public long HighestOf(string persistenceId) => Of(persistenceId).Events.Count;

    public StoredEvent[] Read(string persistenceId, long fromSequence)
    {
        var stream = Of(persistenceId);
        var skip = (int)Math.Clamp(Math.Max(fromSequence - 1, stream.DeletedTo), 0, stream.Events.Count);
        return [.. stream.Events[skip..]];
    }

    public IReadOnlyList<string> Ids(string from, string before, int most) =>
    [
        .. _streams.Keys.Where(id => string.CompareOrdinal(id, from) >= 0 && string.CompareOrdinal(id, before) < 0)
            .Order(StringComparer.Ordinal).Take(most),
    ];

    public StoredSnapshot? Find(string persistenceId, SnapshotRange range) =>
        Of(persistenceId).Snapshots.Values.LastOrDefault(range.Holds);

    public StoredSize SizeOf(string persistenceId) => Of(persistenceId).Size;

    public void Add(LogEntry entry)
    {
        if (!_streams.TryGetValue(entry.PersistenceId, out var stream)) _streams[entry.PersistenceId] = stream = new Stream();
        switch (entry)
        {
            case Append append:
                Add(stream.Events, append);
                break;
            case EventsDeleted deleted:
                stream.DeletedTo = Math.Max(stream.DeletedTo, Math.Min(deleted.ToSequence, stream.Events.Count));
                break;
            case Forgotten forgotten when stream.Events.Count == forgotten.Last:
                _streams.Remove(entry.PersistenceId);
                break;
            case SnapshotSaved saved:
                stream.Snapshots[saved.Snapshot.Sequence] = saved.Snapshot;
                break;
            case SnapshotsDeleted deleted:
                foreach (var snapshot in stream.Snapshots.Values.Where(deleted.Range.Holds).ToArray())
                    stream.Snapshots.Remove(snapshot.Sequence);
                break;
        }
    }

    /// <summary>A log without fences may tell one sequence number twice; then the later one counts.</summary>
    private static void Add(List<StoredEvent> events, Append append)
    {
        foreach (var stored in append.Events)
        {
            if (stored.Sequence <= events.Count) events[(int)stored.Sequence - 1] = stored;
            else events.Add(stored);
        }
    }

    private Stream Of(string persistenceId) => _streams.GetValueOrDefault(persistenceId) ?? Stream.Empty;

    private sealed class Stream
    {
        public static readonly Stream Empty = new();

        /// <summary>Also the deleted ones: only readers do not see them any more.</summary>
        public List<StoredEvent> Events { get; } = [];

        public long DeletedTo { get; set; }
        public SortedList<long, StoredSnapshot> Snapshots { get; } = [];

        public StoredSize Size => new(
            Events.Count - DeletedTo,
            Events.Skip((int)DeletedTo).Sum(stored => (long)stored.Payload.Length)
                + Snapshots.Values.Sum(snapshot => (long)snapshot.Payload.Length));
    }
}
