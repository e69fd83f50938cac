using System.Collections.Immutable;
using Akka.Actor;

namespace Akka.Embedded.Remoting;

/// <summary>
/// Which addresses have watches across, and which of these have gone silent. Members of the cluster never count as silent: the cluster
/// decides about them.
/// </summary>
internal sealed class RemoteWatches(RemoteSettings settings, TimeProvider time)
{
    private readonly SortedDictionary<Address, WatchedPeer> _peers = new(AddressOrder.Instance);
    private readonly SortedSet<Address> _members = new(AddressOrder.Instance);

    public IEnumerable<Address> ToPing => _peers.Keys.Where(IsMonitored);

    public bool IsMonitored(Address peer) => !_members.Contains(peer);

    /// <param name="uid">The incarnation that was met there last; 0: none.</param>
    /// <returns>True for the first one across to that address.</returns>
    public bool Add(Address peer, IActorRef watchee, IActorRef watcher, int uid)
    {
        var isFirst = !_peers.TryGetValue(peer, out var watched);
        if (watched is null)
        {
            _peers[peer] = watched = new WatchedPeer(settings, time, uid);
        }

        watched.Watches.Add((watchee, watcher));
        return isFirst;
    }

    public void Remove(Address peer, IActorRef watchee, IActorRef watcher)
    {
        if (_peers.TryGetValue(peer, out var watched) && watched.Remove(watchee, watcher) && watched.Watches.Count == 0)
        {
            _peers.Remove(peer);
        }
    }

    /// <summary>All watches across to that address have ended.</summary>
    public void Forget(Address peer) => _peers.Remove(peer);

    public void HeartBeat(Address peer, int uid) => _peers.GetValueOrDefault(peer)?.HeartBeat(uid);

    public void LeaveToCluster(Address peer, bool isMember)
    {
        if (isMember)
        {
            _members.Add(peer);
        }
        else if (_members.Remove(peer))
        {
            _peers.GetValueOrDefault(peer)?.BeginAnew();
        }
    }

    /// <summary>Those from which nothing has come for too long; their watches are no longer kept here.</summary>
    public ImmutableArray<SilentPeer> TakeSilent()
    {
        ImmutableArray<SilentPeer> silent =
        [
            .. _peers.Where(p => IsMonitored(p.Key) && !p.Value.IsAvailable)
                .Select(p => new SilentPeer(p.Key, p.Value.Uid, p.Value.Watches.Count)),
        ];
        foreach (var peer in silent)
        {
            _peers.Remove(peer.Address);
        }

        return silent;
    }
}

/// <param name="Uid">The incarnation that was heard last; 0: none ever was.</param>
internal readonly record struct SilentPeer(Address Address, int Uid, int Watches);
