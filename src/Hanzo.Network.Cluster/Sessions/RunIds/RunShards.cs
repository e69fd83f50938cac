using Akka.Actor;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Placement;
using Hanzo.Network.Cluster.Sessions.Slots;
using Hanzo.Network.State;
using static Hanzo.Network.Cluster.Placement.DirectoryProtocol;

namespace Hanzo.Network.Cluster.Sessions.RunIds;

/// <summary>
/// Sees to it that others know of which shards this node's journal holds run ids before the first one is bound in it: from then on
/// they ask here before they believe that an id is free.
/// </summary>
internal sealed class RunShards(SessionServices services, ICanTell directory)
{
    private static readonly TimeSpan ClaimWithin = TimeSpan.FromSeconds(3);

    private readonly Lock _lock = new();
    private readonly Dictionary<SlotId, Task<bool>> _claims = [];

    /// <summary>Once for each shard in the life of an actor system; who comes meanwhile waits for the same.</summary>
    /// <returns>False: not all others have confirmed.</returns>
    /// <exception cref="EventStoreException">The journal cannot be written now.</exception>
    public Task<bool> ClaimAsync(SlotId shard)
    {
        lock (_lock)
        {
            if (_claims.TryGetValue(shard, out var claim) && (!claim.IsCompleted || IsConfirmed(claim))) return claim;
            return _claims[shard] = MarkAndTellAsync(shard);
        }
    }

    private static bool IsConfirmed(Task<bool> claim) => claim is { IsCompletedSuccessfully: true, Result: true };

    private async Task<bool> MarkAndTellAsync(SlotId shard)
    {
        if (!services.Histories.HaveIndex) return true;
        await MarkAsync(SlotIndexName.PersistenceIdOf(shard));
        var found = new HistoryFound([shard.ToString()]);
        if (!services.Histories.HaveStrangers)
        {
            directory.Tell(found, ActorRefs.NoSender);
            return true;
        }

        try
        {
            return (await directory.Ask<Told>(found, ClaimWithin)).Everywhere;
        }
        catch (AskTimeoutException)
        {
            return false;
        }
    }

    /// <summary>An index without sessions says that the journal holds ids of the shard.</summary>
    private async Task MarkAsync(string index)
    {
        if (await services.Store.HighestAsync(index, CancellationToken.None) > 0) return;
        try
        {
            var mark = new NewEvent(SlotChangedCodec.Manifest, SlotChangedCodec.Encode(new SlotChanged([], [])));
            await services.Store.AppendAsync(index, 0, services.Writer, [mark], CancellationToken.None);
        }
        catch (EventStoreConflictException)
        {
            // Another one has marked it.
        }
    }
}
