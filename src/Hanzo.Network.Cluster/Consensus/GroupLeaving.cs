using System.Collections.Immutable;
using Hanzo.Network.Consensus.Groups;
using Hanzo.Network.Consensus.KeyValues;

namespace Hanzo.Network.Cluster.Consensus;

/// <summary>
/// The steps by which a node leaves a closed group for good: each may be done once more, and the first decides that the node is no member
/// any more; after a crash it goes on from there.
/// </summary>
internal static class GroupLeaving
{
    /// <returns>Groups that the node has left.</returns>
    public static Task<ImmutableArray<ClosedGroup>> LeaveAsync(ConsensusSeat seat, ClosedGroup closed, CancellationToken cancellation) =>
        SetAsideAsync(seat, closed, isNew: true, cancellation);

    /// <returns>The node's member, if it is one, and groups that it has left: what was interrupted is done first.</returns>
    public static async Task<(LocalMember? Member, ImmutableArray<ClosedGroup> Left)> FindAsync(
        ConsensusSeat seat, CancellationToken cancellation)
    {
        var member = await seat.Disk.FindAsync(cancellation);
        var left = await seat.Disk.Closed.ListAsync(cancellation);
        if (left.FirstOrDefault(closed => closed.Group == member?.Group) is not { } unfinished) return (member, left);
        return (null, await SetAsideAsync(seat, unfinished, isNew: false, cancellation));
    }

    private static async Task<ImmutableArray<ClosedGroup>> SetAsideAsync(
        ConsensusSeat seat, ClosedGroup closed, bool isNew, CancellationToken cancellation)
    {
        var (parts, disk, store) = (seat.Parts, seat.Disk, seat.Store);
        var folder = disk.Closed.FolderOf(closed.Group);
        await parts.SetAsideAsync(closed.Group, folder, KeepAsync, cancellation);
        await disk.SetAsideAsync(folder, cancellation);
        return await disk.Closed.ListAsync(cancellation);

        async Task KeepAsync()
        {
            if (isNew) await disk.Closed.KeepAsync(closed, KeyValueCodec.WriteSnapshot(store.State), cancellation);
        }
    }
}
