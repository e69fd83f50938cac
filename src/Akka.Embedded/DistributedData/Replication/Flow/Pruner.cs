using Akka.Cluster;
using Akka.DistributedData;

namespace Akka.Embedded.Replication;

/// <summary>
/// Takes removed nodes out of the data: the leader announces it per entry and, when all peers have seen that, hands over what the removed
/// node had. Works only while every member can be reached.
/// </summary>
internal sealed class Pruner(ReplicatorContext context, ReplicaStore store, Replicas replicas, ChangeFlow changes)
{
    public void Tick()
    {
        if (!replicas.AllReachable)
            return;
        if (replicas.IsLeader)
        {
            FindTracesOfRemoved();
            Announce();
        }

        HandOver();
        ForgetObsolete();
    }

    private void FindTracesOfRemoved()
    {
        foreach (var entry in store.Entries)
        {
            if (entry.Envelope.Data is not IRemovedNodePruning data)
                continue;
            foreach (var node in data.ModifiedByNodes.Order())
            {
                if (!replicas.Knows(node))
                    replicas.NoteRemoved(node);
            }
        }
    }

    private void Announce()
    {
        var ripe = replicas.Removed
            .Where(removed => replicas.AllReachableTime - removed.Value > context.Settings.MaxPruningDissemination)
            .Select(removed => removed.Key)
            .ToList();
        foreach (var entry in store.Entries)
        {
            foreach (var removed in ripe)
            {
                if (entry.Envelope.NeedsPruningFrom(removed) && !IsUnderWay(entry, removed))
                    store.Set(entry, entry.Envelope.Announce(removed, context.Self));
            }
        }
    }

    // An announcement of an owner that is a leader no more is taken over.
    private bool IsUnderWay(ReplicaEntry entry, UniqueAddress removed) =>
        entry.Envelope.Pruning.GetValueOrDefault(removed) switch
        {
            null => false,
            PruningState.Announced announced => announced.Owner.Equals(context.Self),
            _ => true,
        };

    private void HandOver()
    {
        var done = new PruningState.Done(context.Time.GetUtcNow() + context.Settings.PruningMarkerTimeToLive);
        foreach (var entry in store.Entries)
        {
            foreach (var (removed, state) in entry.Envelope.Pruning)
            {
                if (state is PruningState.Announced announced
                    && announced.Owner.Equals(context.Self)
                    && replicas.Peers.All(announced.Seen.Contains))
                {
                    // A change of its own, as a whole: whoever got the next one without it would take what was handed over for removed.
                    store.Set(entry, entry.Envelope.Prune(removed, context.Self, done));
                    changes.Note(entry, change: null);
                }
            }
        }
    }

    private void ForgetObsolete()
    {
        var now = context.Time.GetUtcNow();
        foreach (var entry in store.Entries)
        {
            var obsolete = entry.Envelope.Pruning.Where(pruned => pruned.Value.IsObsolete(now)).Select(pruned => pruned.Key).ToList();
            if (obsolete.Count == 0)
                continue;
            store.Set(entry, entry.Envelope.Forget(obsolete));
            obsolete.ForEach(replicas.ForgetRemoved);
        }
    }
}
