using Akka.Actor;
using Akka.Embedded.Membership;
using Akka.Event;

namespace Akka.Embedded.Remoting;

/// <summary>
/// Monitors the addresses across which actors watch each other. One whose heartbeats stop for too long is given up: the watchers get
/// their Terminated. Members of the cluster are left to the cluster.
/// </summary>
internal sealed class RemoteWatcher : ReceiveActor, IWithTimers
{
    private readonly Remoting _remoting;
    private readonly SortedDictionary<Address, WatchedPeer> _peers = new(AddressOrder.Instance);
    private readonly SortedSet<Address> _members = new(AddressOrder.Instance);
    private readonly ILoggingAdapter _log = Context.GetLogger();

    public RemoteWatcher(Remoting remoting)
    {
        _remoting = remoting;
        Receive<Add>(OnAdd);
        Receive<Remove>(OnRemove);
        Receive<Heartbeat>(m => _peers.GetValueOrDefault(m.Peer)?.HeartBeat());
        Receive<LeaveToCluster>(OnLeaveToCluster);
        Receive<PingAll>(_ => OnPingAll());
        Receive<Reap>(_ => OnReap());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private void OnAdd(Add m)
    {
        if (!_peers.TryGetValue(m.Peer, out var peer))
        {
            _peers[m.Peer] = peer = new WatchedPeer(_remoting.Settings, _remoting.Time);
            Ping(m.Peer);
        }

        peer.Watches.Add((m.Watchee, m.Watcher));
        FollowPeers();
    }

    private void OnRemove(Remove m)
    {
        if (_peers.TryGetValue(m.Peer, out var peer) && peer.Remove(m.Watchee, m.Watcher) && peer.Watches.Count == 0)
        {
            _peers.Remove(m.Peer);
            FollowPeers();
        }
    }

    private void OnLeaveToCluster(LeaveToCluster m)
    {
        if (m.IsMember)
        {
            _members.Add(m.Peer);
        }
        else if (_members.Remove(m.Peer))
        {
            _peers.GetValueOrDefault(m.Peer)?.BeginAnew();
        }

        FollowPeers();
    }

    /// <summary>Ticks only while there is somebody to monitor.</summary>
    private void FollowPeers()
    {
        var wanted = _peers.Keys.Any(p => !_members.Contains(p));
        if (wanted == Timers.IsTimerActive(PingAll.Instance))
        {
            return;
        }

        var settings = _remoting.Settings;
        if (wanted)
        {
            Timers.StartPeriodicTimer(PingAll.Instance, PingAll.Instance, settings.WatchHeartbeatInterval, settings.WatchHeartbeatInterval);
            Timers.StartPeriodicTimer(Reap.Instance, Reap.Instance, settings.WatchReaperInterval, settings.WatchReaperInterval);
        }
        else
        {
            Timers.CancelAll();
        }
    }

    private void OnPingAll()
    {
        foreach (var address in _peers.Keys)
        {
            Ping(address);
        }
    }

    private void Ping(Address address)
    {
        if (!_members.Contains(address))
        {
            _remoting.AssociationWith(address).Ping();
        }
    }

    private void OnReap()
    {
        foreach (var (address, peer) in _peers.Where(p => !_members.Contains(p.Key) && !p.Value.IsAvailable).ToList())
        {
            _log.Warning("{0} has not answered for too long: {1} watches across to it end.", address, peer.Watches.Count);
            _peers.Remove(address);
            _remoting.GiveUp(address, _remoting.AssociationWith(address).PeerUid);
        }

        FollowPeers();
    }

    internal sealed record Add(Address Peer, IActorRef Watchee, IActorRef Watcher);

    internal sealed record Remove(Address Peer, IActorRef Watchee, IActorRef Watcher);

    internal sealed record Heartbeat(Address Peer);

    internal sealed record LeaveToCluster(Address Peer, bool IsMember);

    private sealed record PingAll : INotInfluenceReceiveTimeout
    {
        public static readonly PingAll Instance = new();
    }

    private sealed record Reap : INotInfluenceReceiveTimeout
    {
        public static readonly Reap Instance = new();
    }
}
