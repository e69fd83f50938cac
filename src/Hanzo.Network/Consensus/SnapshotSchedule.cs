using System.Collections.Immutable;

namespace Hanzo.Network.Consensus;

/// <summary>When a snapshot is due: one at a time, after so many entries or bytes (Ongaro 2014, §5.1.3).</summary>
internal sealed class SnapshotSchedule(RaftSettings settings)
{
    private long _bytes;
    private long _entries;
    private bool _underWay;

    /// <returns>Whether one is to be taken now.</returns>
    public bool Applied(ImmutableArray<LogEntry> entries)
    {
        _entries += entries.Length;
        foreach (var entry in entries) _bytes += entry.Bytes;
        if (_underWay || entries.IsEmpty || (_bytes < settings.SnapshotBytes && _entries < settings.SnapshotEntries)) return false;
        _bytes = _entries = 0;
        return _underWay = true;
    }

    public void Ended() => _underWay = false;
}
