using System.Collections.Immutable;
using Akka.Cluster;
using Akka.DistributedData;

namespace Akka.Embedded.Replication;

/// <summary>
/// Own changes go to all peers at once, or, when there are many, in batches; those of one key in order and numbered, so that a peer that
/// has missed one sees it and asks for the full state.
/// </summary>
internal sealed class ChangeFlow(ReplicatorContext context, ReplicaStore store, Replicas replicas)
{
    private readonly List<ReplicaEntry> _pending = [];
    private readonly Pace _pace = new(context.Time, context.Settings.ChangeInterval);

    /// <summary>This node has changed an entry.</summary>
    /// <param name="change">Null: only the whole is known.</param>
    public void Note(ReplicaEntry entry, IReplicatedDelta? change)
    {
        entry.OwnVersion++;
        // But what goes out with earlier ones under their numbers must be among them.
        if (replicas.ReachablePeers.IsEmpty && entry.Pending.IsEmpty)
            return;
        if (entry.Pending.IsEmpty)
            _pending.Add(entry);
        entry.Pending.Add(entry.OwnVersion, context.Settings.SendsChanges ? change : null, context.Settings.MaxDeltaSize);
        if (_pace.Want() is { } after)
            context.Remind(Reminder.SendChanges, after, _pace.Round);
    }

    public void Due(long round)
    {
        if (round == _pace.Round)
            Send();
    }

    /// <summary>Sends all that is pending.</summary>
    public void Send()
    {
        _pace.Happens();
        var batch = new ItemBatch<ChangeItem>(context.Settings, item => item.Bytes);
        foreach (var entry in _pending)
        {
            if (Take(entry) is { } item && batch.Add(item) is { } full)
                Broadcast(full);
        }

        _pending.Clear();
        Broadcast(batch.Rest());
    }

    /// <summary>What is pending of one entry, which then is not pending any more; null: nothing that could be sent.</summary>
    public ChangeItem? Take(ReplicaEntry entry)
    {
        if (entry.Pending.IsEmpty)
            return null;
        var (first, last) = (entry.Pending.From, entry.OwnVersion);
        var change = entry.Pending.Merged(context.Settings.MaxDeltaSize);
        entry.Pending.Clear();
        if (change is not null)
        {
            return store.ChangeOf(entry, change) is { } body
                ? new ChangeItem(entry.Key, first, last, IsFullState: false, body, ReplicaVersions.Empty)
                : null;
        }

        return store.StateOf(entry) is { } state
            ? new ChangeItem(entry.Key, first, last, IsFullState: true, state.Body, state.Versions)
            : null;
    }

    public void Receive(Changes message)
    {
        var wanted = ImmutableArray.CreateBuilder<string>();
        var outcome = WriteOutcome.Done;
        foreach (var item in message.Items)
        {
            outcome = Apply(message.From, item);
            if (outcome == WriteOutcome.Gap)
                wanted.Add(item.Key);
        }

        if (message.WriteId != 0)
            context.Send(message.From, new WriteAnswer(context.Self, message.From.Uid, message.WriteId, outcome));
        else if (wanted.Count > 0)
            context.Send(message.From, new WantStates(context.Self, message.From.Uid, wanted.ToImmutable()));
    }

    private void Broadcast(ImmutableArray<ChangeItem> items)
    {
        if (items.IsEmpty)
            return;
        foreach (var peer in replicas.ReachablePeers)
            context.Send(peer, new Changes(context.Self, peer.Uid, 0, items));
    }

    private WriteOutcome Apply(UniqueAddress from, ChangeItem item)
    {
        var entry = store.Find(item.Key);
        if (entry?.Envelope.Pruning.ContainsKey(from) == true)
            return WriteOutcome.Refused;
        if (!store.TryDecode(item.Key, item.Body, item.Versions, out var received))
            return WriteOutcome.Refused;
        if (!item.IsFullState && entry?.Envelope.MissesHandOverOf(received) == true)
            return WriteOutcome.Gap;
        if (!item.IsFullState && received.Data is IRequireCausualDeliveryOfDeltas)
        {
            var has = entry?.Envelope.Versions.At(from) ?? 0;
            if (item.Last <= has)
                return WriteOutcome.Done;
            if (item.First > has + 1)
                return WriteOutcome.Gap;
            received = received with { Versions = ReplicaVersions.Empty.With(from, item.Last) };
        }

        return store.TryMerge(item.Key, received, isDelta: !item.IsFullState) ? WriteOutcome.Done : WriteOutcome.Refused;
    }
}
