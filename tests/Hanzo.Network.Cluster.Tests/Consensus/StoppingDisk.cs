using Hanzo.Network.Adapters.Consensus;
using Hanzo.Network.Consensus;
using Hanzo.Network.Consensus.Groups;

namespace Hanzo.Network.Cluster.Tests.Consensus;

/// <summary>
/// A member's disk on which nothing happens any more from some moment on, as where a process is killed: its files stay as they are.
/// </summary>
internal sealed class StoppingDisk(string folder, Func<StoppingDisk.Call, bool> isOver) : IConsensusDisk, IAsyncDisposable
{
    private readonly SqliteConsensusDisk _disk = new(folder);
    private readonly TaskCompletionSource _over = new();

    /// <summary>What was asked of the log last, before it is done, or after.</summary>
    /// <param name="Piece">Of a snapshot; null: none.</param>
    /// <param name="Batch">Null: none.</param>
    public sealed record Call(ReceivedChunk? Piece, PersistBatch? Batch, bool IsDone);

    /// <summary>Completes at that moment.</summary>
    public Task Over => _over.Task;

    public bool IsMemory => false;

    public IClosedGroups Closed => _disk.Closed;

    public Task<LocalMember?> FindAsync(CancellationToken cancellation) => _disk.FindAsync(cancellation);

    public async Task<IConsensusLog> OpenAsync(LocalMember member, CancellationToken cancellation) =>
        new Log(await _disk.OpenAsync(member, cancellation), this);

    public Task CloseAsync() => _disk.CloseAsync();

    public Task SetAsideAsync(string? folder, CancellationToken cancellation) => _disk.SetAsideAsync(folder, cancellation);

    public ValueTask DisposeAsync() => _disk.DisposeAsync();

    private async Task PassAsync(Call call, CancellationToken cancellation)
    {
        if (!_over.Task.IsCompleted && isOver(call)) _over.TrySetResult();
        if (_over.Task.IsCompleted) await new TaskCompletionSource().Task.WaitAsync(cancellation);
    }

    private sealed class Log(IConsensusLog log, StoppingDisk disk) : IConsensusLog
    {
        public Task<RaftRecovery> OpenAsync(GroupConfig founders, CancellationToken cancellation) => log.OpenAsync(founders, cancellation);

        public async Task WriteAsync(PersistBatch batch, CancellationToken cancellation)
        {
            await disk.PassAsync(new Call(null, batch, IsDone: false), cancellation);
            await log.WriteAsync(batch, cancellation);
            await disk.PassAsync(new Call(null, batch, IsDone: true), cancellation);
        }

        public async Task ReceiveAsync(ReceivedChunk chunk, CancellationToken cancellation)
        {
            await disk.PassAsync(new Call(chunk, null, IsDone: false), cancellation);
            await log.ReceiveAsync(chunk, cancellation);
            await disk.PassAsync(new Call(chunk, null, IsDone: true), cancellation);
        }

        public Task<SnapshotMeta> StoreAsync(SnapshotMeta snapshot, ReadOnlyMemory<byte> content, CancellationToken cancellation) =>
            log.StoreAsync(snapshot, content, cancellation);

        public Task<ReadOnlyMemory<byte>?> ReadAsync(
            SnapshotMeta snapshot, long offset, int length, CancellationToken cancellation) =>
            log.ReadAsync(snapshot, offset, length, cancellation);
    }
}
