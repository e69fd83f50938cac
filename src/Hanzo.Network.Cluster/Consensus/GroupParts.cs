using System.Collections.Immutable;
using Hanzo.Network.Consensus;
using Hanzo.Network.Consensus.Groups;
using Hanzo.Network.Consensus.KeyValues;

namespace Hanzo.Network.Cluster.Consensus;

/// <summary>
/// The machines of a node's member. They outlive actor systems, so whoever works on them waits until one that has just ended has let go.
/// </summary>
internal sealed class GroupParts(KeyValuePart store, IEnumerable<IGroupPart> others)
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private (long Index, GroupSnapshot Content)? _open;

    public ImmutableArray<IGroupPart> All { get; } = [store, new ClosingPart(), .. others];

    /// <summary>Null: the group goes on.</summary>
    public GroupClosing? Closing => All.OfType<ClosingPart>().Single().Closing;

    /// <summary>
    /// Those that a snapshot holds. Older versions do not know of closing, and need not unless it is; of a part that nobody has used there
    /// is nothing to hold, also where it is passed over.
    /// </summary>
    public IEnumerable<IGroupPart> Held => All.Where(part => part is not (ClosingPart { Closing: null } or PassedOver { Applied: 0 }));

    /// <summary>Whether this version of the program knows an entry's payload, so that it may be put into the log.</summary>
    public bool Knows(ReadOnlyMemory<byte> payload) =>
        !payload.IsEmpty && All.FirstOrDefault(part => part.Kind == payload.Span[0]) is { } part && part.Knows(payload[1..]);

    /// <summary>All as they are now, to be read while they go on. What was open is closed: there is one at a time.</summary>
    /// <returns>The same with its bytes, and when it can be read without waiting.</returns>
    public async Task<(SnapshotMeta Snapshot, Task Ready)> OpenAsync(SnapshotMeta snapshot, CancellationToken cancellation)
    {
        await CloseAsync();
        var content = await GroupSnapshot.OpenAsync(Held, cancellation);
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

    /// <summary>They become as they were at the beginning: the member leaves its group.</summary>
    /// <param name="folder">What is on disks is kept there; null: nothing is.</param>
    /// <param name="before">Done first, when nobody works on them any more.</param>
    /// <exception cref="ConsensusLogException">One on a disk holds what would be lost, or a disk fails.</exception>
    public Task SetAsideAsync(string group, string? folder, Func<Task> before, CancellationToken cancellation) => DoAsync(
        async () =>
        {
            await CloseAsync();
            await before();
            foreach (var part in All) await part.SetAsideAsync(group, folder, cancellation);
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
