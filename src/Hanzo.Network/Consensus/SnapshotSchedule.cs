using System.Collections.Immutable;

namespace Hanzo.Network.Consensus;

/// <summary>
/// When a snapshot is due: one at a time, after so many entries or bytes (Ongaro 2014, §5.1.3), and when the log is full, in which a
/// leader takes nothing more.
/// </summary>
internal sealed class SnapshotSchedule
{
    private readonly RaftSettings _settings;
    private readonly RaftLog _log;
    private long _bytes;
    private long _entries;
    private bool _underWay;

    /// <param name="log">As recovered: what was applied before the member began counts as well.</param>
    public SnapshotSchedule(RaftSettings settings, RaftLog log)
    {
        (_settings, _log) = (settings, log);
        Count(log.Between(log.Snapshot.Index, log.Applied));
    }

    /// <returns>Whether one is to be taken now.</returns>
    public bool Applied(ImmutableArray<LogEntry> entries)
    {
        Count(entries);
        if (_underWay || entries.IsEmpty) return false;
        var isDue = _bytes >= _settings.SnapshotBytes || _entries >= _settings.SnapshotEntries || _log.Bytes >= _settings.MaxLogBytes;
        if (!isDue) return false;
        _bytes = _entries = 0;
        return _underWay = true;
    }

    public void Ended() => _underWay = false;

    private void Count(ImmutableArray<LogEntry> entries)
    {
        _entries += entries.Length;
        foreach (var entry in entries) _bytes += entry.Bytes;
    }
}
