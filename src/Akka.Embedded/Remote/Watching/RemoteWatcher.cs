using Akka.Actor;
using Akka.Event;

namespace Akka.Embedded.Remoting;

/// <summary>
/// Monitors the addresses across which actors watch each other. One whose heartbeats stop for too long is given up: the watchers get
/// their Terminated. Members of the cluster are left to the cluster.
/// </summary>
internal sealed class RemoteWatcher : ReceiveActor, IWithTimers
{
    private readonly Remoting _remoting;
    private readonly RemoteWatches _watches;
    private readonly ILoggingAdapter _log = Context.GetLogger();

    public RemoteWatcher(Remoting remoting)
    {
        _remoting = remoting;
        _watches = new RemoteWatches(remoting.Settings, remoting.Time);
        Change<Add>(OnAdd);
        Change<Remove>(m => _watches.Remove(m.Peer, m.Watchee, m.Watcher));
        Change<Forget>(m => _watches.Forget(m.Peer));
        Change<LeaveToCluster>(m => _watches.LeaveToCluster(m.Peer, m.IsMember));
        Change<Reap>(_ => OnReap());
        Receive<Heartbeat>(m => _watches.HeartBeat(m.Peer, m.Uid));
        Receive<PingAll>(_ => OnPingAll());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private void Change<T>(Action<T> change) => Receive<T>(m =>
    {
        change(m);
        FollowPeers();
    });

    /// <summary>Ticks only while there is somebody to monitor.</summary>
    private void FollowPeers()
    {
        var wanted = _watches.ToPing.Any();
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

    private void OnAdd(Add m)
    {
        var association = _remoting.AssociationWith(m.Peer);
        if (_watches.Add(m.Peer, m.Watchee, m.Watcher, association.PeerUid) && _watches.IsMonitored(m.Peer))
        {
            association.Ping();
        }
    }

    private void OnPingAll()
    {
        foreach (var address in _watches.ToPing)
        {
            _remoting.AssociationWith(address).Ping();
        }
    }

    private void OnReap()
    {
        foreach (var silent in _watches.TakeSilent())
        {
            _log.Warning("{0} has not answered for too long: {1} watches across to it end.", silent.Address, silent.Watches);
            _remoting.GiveUp(silent.Address, silent.Uid);
        }
    }

    internal sealed record Add(Address Peer, IActorRef Watchee, IActorRef Watcher);

    internal sealed record Remove(Address Peer, IActorRef Watchee, IActorRef Watcher);

    internal sealed record Forget(Address Peer);

    internal sealed record Heartbeat(Address Peer, int Uid);

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
