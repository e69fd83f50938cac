using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Akka.DistributedData;
using Akka.Embedded.Runtime;

namespace Akka.Embedded.Replication;

/// <summary>
/// One replica of all data: requests of this node, messages of other replicas and changes of membership in, effects out
/// (<see cref="TakeEffects"/>).
/// </summary>
internal class ReplicatorState
{
    private readonly ReplicatorContext _context;
    private readonly Replicas _replicas;
    private readonly ReplicaStore _store;
    private readonly ChangeFlow _changes;
    private readonly GossipFlow _gossip;
    private readonly Pruner _pruner;
    private readonly Subscriptions _subscriptions;
    private readonly RequestDesk _desk;

    public ReplicatorState(UniqueAddress self, ReplicatorSettings settings, TimeProvider time, RandomSource random, IDataCodec codec)
    {
        _context = new ReplicatorContext(self, settings, time, random, codec);
        _replicas = new Replicas(self, settings.Role, time);
        _store = new ReplicaStore(_context, _replicas);
        _changes = new ChangeFlow(_context, _store, _replicas);
        _gossip = new GossipFlow(_context, _store, _replicas);
        _pruner = new Pruner(_context, _store, _replicas, _changes);
        _subscriptions = new Subscriptions(_context, _store);
        _desk = new RequestDesk(_context, _store, _replicas, _changes);
        _store.Changed += _subscriptions.NoteChange;
    }

    public int ReplicaCount => _replicas.Voters.Length + 1;

    public ImmutableHashSet<string> KeyIds => [.. _store.Keys];

    public IReadOnlyList<ReplicatorEffect> TakeEffects() => _context.TakeEffects();

    public void Get(Get get, IActorRef replyTo)
    {
        if (!TryQuorum(get, out var quorum))
            _context.Tell(replyTo, new GetFailure(get.Key, get.Request));
        else if (!quorum.IsLocal)
            _desk.Read(get, quorum, replyTo);
        else if (_store.Find(get.Key.Id) is { } entry)
            _context.Tell(replyTo, new GetSuccess(get.Key, get.Request, entry.Envelope.Data));
        else
            _context.Tell(replyTo, new NotFound(get.Key, get.Request));
    }

    public void Update(Update update, IActorRef replyTo)
    {
        Quorum quorum;
        ReplicaEntry entry;
        try
        {
            CheckKey(update.Key.Id);
            quorum = Quorum.Of(update.Consistency, _replicas);
            entry = Modify(update);
        }
        catch (Exception e)
        {
            _context.Tell(replyTo, new ModifyFailure(update.Key, $"Update failed: {e.Message}", e, update.Request));
            return;
        }

        if (quorum.IsLocal)
            _context.Tell(replyTo, new UpdateSuccess(update.Key, update.Request));
        else
            _desk.Write(update, entry, quorum, replyTo);
    }

    public void Subscribe(IKey key, IActorRef subscriber) => _subscriptions.Add(key, subscriber);

    /// <returns>False when the subscriber has no subscription left.</returns>
    public bool Unsubscribe(IKey key, IActorRef subscriber)
    {
        _subscriptions.Remove(key, subscriber);
        return _subscriptions.Has(subscriber);
    }

    public void SubscriberStopped(IActorRef subscriber) => _subscriptions.Remove(subscriber);

    public void FlushChanges() => _subscriptions.Flush();

    /// <summary>From another replica. What is not from a member to this very incarnation is ignored.</summary>
    public virtual void Receive(ReplicationMessage message)
    {
        if (message.ToUid != _context.Self.Uid || !_replicas.Knows(message.From) || _replicas.IsRemoved(message.From))
        {
            _context.Report(Severity.Debug, $"Ignored {message.GetType().Name} of {message.From} to uid {message.ToUid}.");
            return;
        }

        switch (message)
        {
            case Changes m:
                _changes.Receive(m);
                break;
            case Digests m:
                _gossip.Receive(m);
                break;
            case WantStates m:
                _gossip.Receive(m);
                break;
            case States m:
                _gossip.Receive(m);
                break;
            case WriteState m:
                _desk.Receive(m);
                break;
            case WriteAnswer m:
                _desk.Receive(m);
                break;
            case ReadState m:
                _desk.Receive(m);
                break;
            case ReadRefusal m:
                _desk.Receive(m);
                break;
            case ReadAnswer m:
                _desk.Receive(m);
                break;
        }
    }

    /// <summary>What was changed and not sent yet goes out.</summary>
    public void SendChanges() => _changes.Send();

    public void Due(ReplicatorEffect.Remind reminder)
    {
        switch (reminder.Of)
        {
            case Reminder.SendChanges:
                _changes.Due(reminder.Round);
                break;
            case Reminder.TellSubscribers:
                _subscriptions.Due(reminder.Round);
                break;
            case Reminder.CheckRequests:
                _desk.CheckDue();
                break;
        }
    }

    public void GossipTick() => _gossip.Tick();

    public void PruningTick() => _pruner.Tick();

    public void Apply(ClusterEvent.CurrentClusterState state) => WithRepair(() => _replicas.Apply(state));

    public void Apply(Member member) => WithRepair(() => _replicas.Apply(member));

    public void ApplyReachability(Member member, bool reachable) =>
        WithRepair(() => _replicas.ApplyReachability(member.UniqueAddress, reachable));

    /// <summary>
    /// A newcomer gets everything from one of the others at once, and peers that were cut off exchange what each has missed, instead of at
    /// the next gossip.
    /// </summary>
    private void WithRepair(Action change)
    {
        var before = _replicas.ReachablePeers;
        var known = _replicas.Peers;
        change();
        if (before.IsEmpty)
        {
            _gossip.TellDigestsToOne(_replicas.ReachablePeers);
            return;
        }

        foreach (var peer in _replicas.ReachablePeers)
        {
            if (known.Contains(peer) && !before.Contains(peer))
                _gossip.TellDigests(peer);
        }
    }

    private bool TryQuorum(Get get, out Quorum quorum)
    {
        try
        {
            quorum = Quorum.Of(get.Consistency, _replicas);
            return true;
        }
        catch (ArgumentException e)
        {
            _context.Report(Severity.Error, $"Get of key '{get.Key}' has failed: {e.Message}");
            quorum = default;
            return false;
        }
    }

    private ReplicaEntry Modify(Update update)
    {
        var key = update.Key.Id;
        var entry = _store.Find(key);
        var changed = update.Modify(entry?.Envelope.Data)
            ?? throw new InvalidOperationException($"The change of key '{key}' has given null.");
        if (entry is not null && ReferenceEquals(changed, entry.Envelope.Data))
            return entry;
        var change = (changed as IDeltaReplicatedData)?.Delta;
        if (changed is IDeltaReplicatedData collecting)
            changed = collecting.ResetDelta();
        var envelope = entry is null ? new DataEnvelope(changed) : entry.Envelope.MergeLocal(changed);
        entry = _store.SetLocal(key, envelope);
        _changes.Note(entry, change);
        return entry;
    }

    private static void CheckKey(string key)
    {
        var bytes = System.Text.Encoding.UTF8.GetByteCount(key);
        if (bytes > ReplicationWire.MaxKeyBytes)
            throw new ArgumentException($"A key has {bytes} bytes; allowed: up to {ReplicationWire.MaxKeyBytes}.");
    }
}
