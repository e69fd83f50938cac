using System.Collections.Immutable;
using Hanzo.Network.Consensus;
using Hanzo.Network.Consensus.Groups;
using Hanzo.Network.Consensus.KeyValues;

namespace Hanzo.Network.Cluster.Consensus;

/// <summary>
/// The machines of a node's member. They outlive actor systems, so whoever works on them waits until one that has just ended has let go.
/// </summary>
internal sealed class GroupParts(ImmutableArray<IGroupPart> all)
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private (long Index, GroupSnapshot Content)? _open;

    public ImmutableArray<IGroupPart> All { get; } = all;

    /// <summary>All as they are now, to be read while they go on. What was open is closed: there is one at a time.</summary>
    /// <returns>The same with its bytes, and when it can be read without waiting.</returns>
    public async Task<(SnapshotMeta Snapshot, Task Ready)> OpenAsync(SnapshotMeta snapshot, CancellationToken cancellation)
    {
        await CloseAsync();
        var content = await GroupSnapshot.OpenAsync(All, cancellation);
        lock (_one) _open = (snapshot.Index, content);
        return (snapshot with { Bytes = content.Bytes }, content.ReadyAsync(cancellation));
    }

    /// <returns>Null: it is not open any more.</returns>
    public async Task<ReadOnlyMemory<byte>?> ReadAsync(SnapshotMeta snapshot, long offset, int length, CancellationToken cancellation)
    {
        GroupSnapshot? content;
        lock (_one) content = _open is { } open && open.Index == snapshot.Index ? open.Content : null;
        if (content is null) return null;
        try
        {
            return await content.ReadAsync(offset, length, cancellation);
        }
        catch (ObjectDisposedException)
        {
            return null;
        }
    }

    public async Task CloseAsync()
    {
        GroupSnapshot? content;
        lock (_one) (content, _open) = (_open?.Content, null);
        if (content is not null) await content.DisposeAsync();
    }

    /// <summary>Those in memory become as they were at the beginning: they belong to another group from now on.</summary>
    /// <exception cref="ConsensusLogException">One on a disk holds what the group had, which cannot be taken back.</exception>
    public Task ResetAsync(CancellationToken cancellation) => DoAsync(
        async () =>
        {
            foreach (var part in All)
            {
                if (part is KeyValuePart) await part.RestoreAsync(0, Stream.Null, cancellation);
                else if (part.Applied > 0)
                    throw new ConsensusLogException($"part {part.Kind}", "it holds what a group had that this node leaves; move it away.");
            }
            return true;
        },
        cancellation);

    public async Task<T> DoAsync<T>(Func<Task<T>> work, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            cancellation.ThrowIfCancellationRequested();
            return await work();
        }
        finally
        {
            _one.Release();
        }
    }
}
