using Akka.Cluster;

namespace Akka.Embedded.Tools.PublishSubscribe;

/// <summary>
/// Who has receivers for what, in the whole cluster. Each node tells the others of its own changes at once, one delta at a time to each,
/// and repeats what is not acknowledged; so when nothing changes nothing is sent.
/// </summary>
/// <param name="maxElements">Of one delta.</param>
/// <param name="start">Above all versions of the registries that this node had before; 0 for the first.</param>
internal sealed class Registry(UniqueAddress self, int maxElements, long start)
{
    // A node without a mediator never answers.
    private const int MostTicksBetweenResends = 16;

    private readonly OwnEntries _own = new(maxElements, start);
    private readonly SortedDictionary<UniqueAddress, RegistryPeer> _peers = [];
    private readonly List<(UniqueAddress To, IRegistryMessage Message)> _outgoing = [];

    public Holders Holders { get; } = new();

    /// <summary>Whether <see cref="Tick"/> is wanted.</summary>
    public bool AwaitsAnswers => _peers.Values.Any(peer => peer.InFlight);

    public bool Knows(UniqueAddress node) => _peers.ContainsKey(node);

    /// <returns>What to send; valid until the next call, here and below.</returns>
    public IReadOnlyList<(UniqueAddress To, IRegistryMessage Message)> AddPeer(UniqueAddress node)
    {
        _outgoing.Clear();
        if (!node.Equals(self) && _peers.TryAdd(node, new RegistryPeer()))
        {
            _outgoing.Add((node, new EntriesSeen(self, node.Uid, start, 0, Pull: true)));
            Push(node, _peers[node]);
        }

        return _outgoing;
    }

    public void RemovePeer(UniqueAddress node)
    {
        if (!_peers.Remove(node, out var peer))
            return;
        foreach (var key in peer.Entries)
            Holders.Remove(key, node);
        ForgetWhatAllKnow();
    }

    /// <summary>This node has receivers for the key, or has none any more.</summary>
    public IReadOnlyList<(UniqueAddress To, IRegistryMessage Message)> Set(EntryKey key, bool present)
    {
        _outgoing.Clear();
        if (!_own.Set(key, present))
            return _outgoing;
        if (present)
            Holders.Add(key, self);
        else
            Holders.Remove(key, self);
        foreach (var (node, peer) in _peers)
            Push(node, peer);
        ForgetWhatAllKnow();
        return _outgoing;
    }

    /// <summary>What strangers say is ignored: it may be about an earlier incarnation.</summary>
    public IReadOnlyList<(UniqueAddress To, IRegistryMessage Message)> Receive(IRegistryMessage message)
    {
        _outgoing.Clear();
        if (message.ToUid != self.Uid || !_peers.TryGetValue(message.From, out var peer) || message.Start < peer.Start)
            return _outgoing;
        if (message.Start > peer.Start)
            peer = StartAnew(message.From, peer, message.Start);
        switch (message)
        {
            case EntriesChanged changed:
                Apply(changed.Delta, message.From, peer);
                Push(message.From, peer);
                break;
            case EntriesSeen seen:
                peer.Heard(Math.Min(seen.Version, _own.Version), seen.Pull);
                ForgetWhatAllKnow();
                Push(message.From, peer);
                break;
        }

        return _outgoing;
    }

    /// <summary>Repeats what has not been answered, ever more seldom.</summary>
    public IReadOnlyList<(UniqueAddress To, IRegistryMessage Message)> Tick()
    {
        _outgoing.Clear();
        foreach (var (node, peer) in _peers)
        {
            if (!peer.InFlight || !IsTimely(++peer.SilentTicks))
                continue;
            peer.InFlight = false;
            Push(node, peer);
        }

        return _outgoing;
    }

    private static bool IsTimely(int ticks) => ticks > 1 && ((ticks & (ticks - 1)) == 0 || ticks % MostTicksBetweenResends == 0);

    private void Push(UniqueAddress node, RegistryPeer peer)
    {
        if (peer.InFlight || peer.Acknowledged == _own.Version)
            return;
        peer.InFlight = true;
        _outgoing.Add((node, new EntriesChanged(self, node.Uid, start, _own.After(peer.Acknowledged))));
    }

    /// <summary>Its mediator has restarted: nothing holds of what it had or knew.</summary>
    private RegistryPeer StartAnew(UniqueAddress node, RegistryPeer known, long itsStart)
    {
        Clear(node, known);
        return _peers[node] = new RegistryPeer { Start = itsStart };
    }

    private void Apply(EntryDelta delta, UniqueAddress from, RegistryPeer peer)
    {
        var fits = delta.From <= peer.Version;
        if (fits && delta.To > peer.Version)
        {
            if (delta.From == 0)
                Clear(from, peer);
            foreach (var change in delta.Changes)
                Apply(change, from, peer);
            peer.Version = delta.To;
        }

        _outgoing.Add((from, new EntriesSeen(self, from.Uid, start, peer.Version, Pull: !fits)));
    }

    private void Apply(EntryChange change, UniqueAddress node, RegistryPeer peer)
    {
        if (change.Present && peer.Entries.Add(change.Key))
            Holders.Add(change.Key, node);
        else if (!change.Present && peer.Entries.Remove(change.Key))
            Holders.Remove(change.Key, node);
    }

    private void Clear(UniqueAddress node, RegistryPeer peer)
    {
        foreach (var key in peer.Entries)
            Holders.Remove(key, node);
        peer.Entries.Clear();
    }

    private void ForgetWhatAllKnow() =>
        _own.ForgetRemovals(_peers.Count == 0 ? _own.Version : _peers.Values.Min(peer => peer.Acknowledged));
}

/// <summary>Another node's part of the registry, and what it knows of ours.</summary>
internal sealed class RegistryPeer
{
    /// <summary>Its registry is the one that began with this version.</summary>
    public long Start { get; init; }

    /// <summary>Of its entries, as far as they are known here.</summary>
    public long Version { get; set; }

    public HashSet<EntryKey> Entries { get; } = [];

    /// <summary>The version of ours that it has.</summary>
    public long Acknowledged { get; private set; }

    /// <summary>It has been sent something and has not answered.</summary>
    public bool InFlight { get; set; }

    public int SilentTicks { get; set; }

    public void Heard(long version, bool pull)
    {
        Acknowledged = pull ? version : Math.Max(version, Acknowledged);
        InFlight = false;
        SilentTicks = 0;
    }
}
