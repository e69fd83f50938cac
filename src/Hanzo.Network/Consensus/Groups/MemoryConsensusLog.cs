namespace Hanzo.Network.Consensus.Groups;

/// <summary>A log whose process is its disk: it is durable as long as that lives.</summary>
public sealed class MemoryConsensusLog : IConsensusLog
{
    private const int KeptSnapshots = 2;

    private readonly Lock _lock = new();
    private readonly SortedDictionary<long, ReadOnlyMemory<byte>> _contents = [];
    private readonly MemoryStream _arriving = new();
    private readonly List<LogEntry> _entries = [];
    private HardState _state;
    private SnapshotMeta? _snapshot;
    private LogPosition _before;

    public Task<RaftRecovery> OpenAsync(GroupConfig founders, CancellationToken cancellation) => Do(() =>
        new RaftRecovery(_state, _snapshot ??= RaftRecovery.Begin(founders).Snapshot, _before, [.. _entries]));

    public Task WriteAsync(PersistBatch batch, CancellationToken cancellation) => Do(() =>
    {
        if (batch.State is { } state) _state = state;
        if (batch.Install is { } install) Install(install);
        if (!batch.Entries.IsEmpty)
        {
            var kept = (int)(batch.Entries[0].Index - _before.Index - 1);
            _entries.RemoveRange(kept, _entries.Count - kept);
            _entries.AddRange(batch.Entries);
        }
        if (batch.CutTo is not { } cut || cut.Index <= _before.Index) return true;
        _entries.RemoveRange(0, (int)(cut.Index - _before.Index));
        _before = cut;
        return true;
    });

    public Task ReceiveAsync(ReceivedChunk chunk, CancellationToken cancellation) => Do(() =>
    {
        if (chunk.Offset == 0) _arriving.SetLength(0);
        if (_arriving.Length != chunk.Offset)
            throw new ConsensusLogException("memory", $"a snapshot's piece {chunk.Offset} does not follow {_arriving.Length}.");
        _arriving.Write(chunk.Data.Span);
        return true;
    });

    public Task<SnapshotMeta> StoreAsync(SnapshotMeta snapshot, ReadOnlyMemory<byte> content, CancellationToken cancellation) => Do(() =>
    {
        snapshot = snapshot with { Bytes = content.Length };
        if (_snapshot is { } known && known.Index > snapshot.Index) return snapshot;
        Keep(snapshot, content);
        return snapshot;
    });

    public Task<ReadOnlyMemory<byte>?> ReadAsync(SnapshotMeta snapshot, long offset, int length, CancellationToken cancellation) =>
        Do(() => _contents.TryGetValue(snapshot.Index, out var content) && content.Length == snapshot.Bytes
            ? content.Slice((int)offset, length)
            : (ReadOnlyMemory<byte>?)null);

    private void Install(SnapshotMeta snapshot)
    {
        if (_arriving.Length != snapshot.Bytes)
            throw new ConsensusLogException("memory", $"of snapshot {snapshot.Index} {_arriving.Length} bytes have come.");
        Keep(snapshot, _arriving.ToArray());
        _arriving.SetLength(0);
        _entries.Clear();
        _before = snapshot.Position;
    }

    private void Keep(SnapshotMeta snapshot, ReadOnlyMemory<byte> content)
    {
        _snapshot = snapshot;
        _contents[snapshot.Index] = content;
        while (_contents.Count > KeptSnapshots) _contents.Remove(_contents.Keys.First());
    }

    private Task<T> Do<T>(Func<T> what)
    {
        lock (_lock)
        {
            try
            {
                return Task.FromResult(what());
            }
            catch (ConsensusLogException failure)
            {
                return Task.FromException<T>(failure);
            }
        }
    }
}
