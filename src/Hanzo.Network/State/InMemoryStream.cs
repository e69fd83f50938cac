namespace Hanzo.Network.State;

/// <summary>Events and snapshots of one persistence id in <see cref="InMemoryEventStore"/>.</summary>
internal sealed class InMemoryStream
{
    private readonly List<StoredEvent> _events = [];
    private readonly SortedList<long, StoredSnapshot> _snapshots = [];

    public InMemoryStream(string id)
    {
        Id = id;
        Place = new LinkedListNode<InMemoryStream>(this);
    }

    public string Id { get; }

    /// <summary>In the list of those that may be forgotten.</summary>
    public LinkedListNode<InMemoryStream> Place { get; }

    public long End { get; private set; }
    public int OpenRuns { get; set; }
    public long Bytes { get; private set; }
    public StoredSize Size => new(_events.Count, _events.Sum(stored => (long)stored.Payload.Length) + SnapshotBytes);

    private long SnapshotBytes => _snapshots.Values.Sum(snapshot => (long)snapshot.Payload.Length);

    public void Add(NewEvent added, string writer, DateTimeOffset now)
    {
        _events.Add(new StoredEvent(++End, added.Manifest, added.Payload.ToArray(), writer, now));
        Bytes += added.Payload.Length + InMemoryEventStore.EventOverhead;
    }

    public StoredEvent[] Copy(long fromSequence)
    {
        var skip = _events.Count == 0 ? 0 : (int)Math.Clamp(fromSequence - _events[0].Sequence, 0, _events.Count);
        return [.. _events[skip..]];
    }

    public void Delete(long toSequence)
    {
        var count = _events.FindIndex(stored => stored.Sequence > toSequence);
        if (count < 0) count = _events.Count;
        for (var i = 0; i < count; i++) Bytes -= _events[i].Payload.Length + InMemoryEventStore.EventOverhead;
        _events.RemoveRange(0, count);
    }

    public void Save(StoredSnapshot snapshot)
    {
        Remove(snapshot.Sequence);
        _snapshots.Add(snapshot.Sequence, snapshot with { Payload = snapshot.Payload.ToArray() });
        Bytes += snapshot.Payload.Length + InMemoryEventStore.EventOverhead;
    }

    public StoredSnapshot? Find(SnapshotRange range) => _snapshots.Values.LastOrDefault(range.Holds);

    public void Delete(SnapshotRange range)
    {
        foreach (var snapshot in _snapshots.Values.Where(range.Holds).ToArray()) Remove(snapshot.Sequence);
    }

    private void Remove(long sequence)
    {
        if (!_snapshots.Remove(sequence, out var snapshot)) return;
        Bytes -= snapshot.Payload.Length + InMemoryEventStore.EventOverhead;
    }
}
