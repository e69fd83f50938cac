namespace Hanzo.Network.Consensus;

/// <summary>
/// A member's disk. Calls are made one after the other, writes without waiting for those before: they become durable in order, as many
/// as wait together at once.
/// </summary>
public interface IConsensusLog
{
    /// <summary>
    /// What is there, up to the last entry that is whole. What comes after that was never told to be durable and is set aside; a gap or
    /// damage before it is an error.
    /// </summary>
    /// <param name="founders">The configuration of a group that begins with this disk; empty of a member that joins one.</param>
    /// <exception cref="ConsensusLogException">It is unreadable, of another group, or damaged where it was durable.</exception>
    Task<RaftRecovery> OpenAsync(GroupConfig founders, CancellationToken cancellation);

    /// <summary>Completes when the batch is durable, after all before it. After an error nothing is written any more.</summary>
    /// <exception cref="ConsensusLogException">It cannot be written now, as when the disk is full.</exception>
    Task WriteAsync(PersistBatch batch, CancellationToken cancellation);

    /// <summary>A piece of another member's snapshot; counts only with the batch that installs it.</summary>
    Task ReceiveAsync(ReceivedChunk chunk, CancellationToken cancellation);

    /// <summary>The machine's own snapshot; durable on completion. The one before stays until it is not read any more.</summary>
    /// <returns>The same with its bytes.</returns>
    Task<SnapshotMeta> StoreAsync(SnapshotMeta snapshot, ReadOnlyMemory<byte> content, CancellationToken cancellation);

    /// <returns>Null: the snapshot is no longer there.</returns>
    Task<ReadOnlyMemory<byte>?> ReadAsync(SnapshotMeta snapshot, long offset, int length, CancellationToken cancellation);
}

/// <param name="file">Which disk, for people.</param>
public sealed class ConsensusLogException(string file, string problem, Exception? inner = null)
    : Exception($"consensus log '{file}': {problem}", inner)
{
    public string File { get; } = file;
}
