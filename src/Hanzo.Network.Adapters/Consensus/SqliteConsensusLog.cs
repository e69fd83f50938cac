using Hanzo.Network.Adapters.Journal;
using Hanzo.Network.Consensus;
using Hanzo.Network.State;

namespace Hanzo.Network.Adapters.Consensus;

/// <summary>
/// A member's log, votes and snapshots in a SQLite file of its own. What is told to be durable has reached the disk; whatever waits
/// meanwhile becomes durable together.
/// </summary>
/// <remarks>
/// What SQLite had not committed when the power went is gone as a whole, so there is no torn tail. An entry that does not fit its checksum
/// was durable once: the member may have acknowledged it and must not go on without it.
/// </remarks>
public sealed class SqliteConsensusLog : IConsensusLog, IDisposable
{
    public const string FileName = "consensus.db";

    private readonly ConsensusWorker _worker;

    /// <param name="path">Of the file; its folder exists.</param>
    /// <param name="group">What names the group, for ever: a file of another one is refused.</param>
    /// <param name="owner">Network and node, likewise; null: any.</param>
    public SqliteConsensusLog(string path, string group, SqliteJournalOptions? options = null, string? owner = null)
    {
        Path = System.IO.Path.GetFullPath(path);
        _worker = new ConsensusWorker(Path, () => new ConsensusFile(Path, group, owner, options ?? new SqliteJournalOptions()));
    }

    public string Path { get; }

    public Task<RaftRecovery> OpenAsync(GroupConfig founders, CancellationToken cancellation) =>
        _worker.Do(file => file.Recover(founders), cancellation);

    public Task WriteAsync(PersistBatch batch, CancellationToken cancellation) => _worker.Do(
        file =>
        {
            file.Write(batch);
            return true;
        },
        cancellation);

    public Task ReceiveAsync(ReceivedChunk chunk, CancellationToken cancellation) => _worker.Do(
        file =>
        {
            file.Receive(chunk);
            return true;
        },
        cancellation);

    public Task<SnapshotMeta> StoreAsync(SnapshotMeta snapshot, ReadOnlyMemory<byte> content, CancellationToken cancellation) =>
        _worker.Do(file => file.Store(snapshot with { Bytes = content.Length }, content.Span), cancellation);

    public Task<ReadOnlyMemory<byte>?> ReadAsync(SnapshotMeta snapshot, long offset, int length, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset + length, snapshot.Bytes, nameof(length));
        return _worker.Do(file => file.Read(snapshot, offset, length), cancellation);
    }

    /// <summary>What waits is still written.</summary>
    public Task CloseAsync() => _worker.CloseAsync();

    /// <summary>What waits is still written.</summary>
    public void Dispose() => _worker.Dispose();

    /// <summary>What names the group of the file, whichever it is.</summary>
    /// <returns>Null: none yet.</returns>
    internal static async Task<string?> GroupOfAsync(string path, SqliteJournalOptions? options, CancellationToken cancellation)
    {
        var worker = new ConsensusWorker(path, () => new ConsensusFile(path, "", null, options ?? new SqliteJournalOptions()));
        try
        {
            return await worker.Do(file => file.Group, cancellation);
        }
        finally
        {
            await worker.CloseAsync();
        }
    }
}
