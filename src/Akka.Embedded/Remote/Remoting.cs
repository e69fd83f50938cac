using System.Collections.Concurrent;
using System.Net;
using Akka.Actor;
using Akka.Embedded.Runtime;
using Akka.Embedded.Wire;
using Akka.Event;
using Akka.Remote;

namespace Akka.Embedded.Remoting;

/// <summary>The network side of one actor system: its listener and its associations.</summary>
internal sealed class Remoting : IDisposable
{
    private readonly ConcurrentDictionary<Address, Association> _associations = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly LogThrottle _throttle;
    private readonly BusLogging _log;
    private readonly Cancelable _ticks;
    private readonly RouteWatch _routeWatch;
    private readonly long _startedAt;
    private IListener? _listener;
    private volatile bool _isStopping;

    public Remoting(ActorSystemImpl system, RemoteProvider provider, RemoteSettings settings)
    {
        System = system;
        Provider = provider;
        Settings = settings;
        Uid = system.Random.NextUid();
        LocalAddress = provider.LocalAddress;
        Tls = TlsSettings.Read(system.Settings.Config, system.Settings.Setup) is { } tls ? new Tls(tls) : null;
        _throttle = new LogThrottle(Time);
        _log = new BusLogging(system.EventStream, $"remoting ({system.Name})", typeof(Remoting), DefaultLogMessageFormatter.Instance);
        _ticks = new Cancelable(system.Scheduler.Advanced);
        Routes = system.Settings.Setup.Get<RemoteRoutes>() is { HasValue: true } routes ? routes.Value : null;
        _routeWatch = new RouteWatch(this, () => _associations.Values);
        _startedAt = Time.GetTimestamp();
    }

    public ActorSystemImpl System { get; }

    public RemoteProvider Provider { get; }

    public RemoteSettings Settings { get; }

    /// <summary>Of messages to all peers that wait packed; counted by the associations.</summary>
#pragma warning disable CA1051 // its address is taken
    public long WaitingBytes;
#pragma warning restore CA1051

    /// <summary>Messages that wait for the peer that most wait for.</summary>
    public int MostWaiting => _associations.IsEmpty ? 0 : _associations.Values.Max(association => association.Waiting);

    /// <summary>Null: connections are not secured.</summary>
    public Tls? Tls { get; }

    /// <summary>Null: every peer has its own address only.</summary>
    public RemoteRoutes? Routes { get; }

    /// <summary>Only grows.</summary>
    public TimeSpan RouteClock => Time.GetElapsedTime(_startedAt);

    public RefusalCounters Refusals { get; } = new();

    /// <summary>This incarnation of the system.</summary>
    public int Uid { get; }

    public TimeProvider Time => System.Runtime.Time;

    public ITransport Transport => System.Runtime.Transport;

    /// <summary>How others reach this system; known once it listens.</summary>
    public Address LocalAddress { get; private set; }

    public CancellationToken Stopping => _stopping.Token;

    /// <summary>From now on nothing new is sent or accepted; what waits still leaves.</summary>
    public bool IsStopping => _isStopping;

    /// <exception cref="IOException">The address cannot be bound.</exception>
    public void Start()
    {
        var any = Settings.HostName.Length == 0;
        var host = any ? IPAddress.Any.ToString() : Settings.HostName;

        // A system is of use only when it listens; its creation waits for that.
        _listener = Transport.ListenAsync(host, Settings.Port, Stopping).GetAwaiter().GetResult();
        var name = Settings.PublicHostName.Length > 0 ? Settings.PublicHostName : any ? Dns.GetHostName() : Settings.HostName;
        var port = Settings.PublicPort > 0 ? Settings.PublicPort : PortOf(_listener.BoundEndPoint);
        LocalAddress = new Address(Tls is null ? "akka.tcp" : "akka.ssl.tcp", System.Name, name, port);
        var inbound = new InboundConnections(this, _listener);
        _ = inbound.AcceptAllAsync();
        System.Scheduler.Advanced.ScheduleRepeatedly(Settings.KeepAliveInterval, Settings.KeepAliveInterval, Tick, _ticks);
        Publish(new RemotingListenEvent([LocalAddress]));
    }

    /// <exception cref="InvalidOperationException">More peers than this system keeps track of.</exception>
    public Association AssociationWith(Address peer)
    {
        if (_associations.TryGetValue(peer, out var known))
        {
            return known;
        }

        if (_associations.Count >= Settings.MaxPeers)
        {
            RetireIdle();
        }

        return _associations.Count < Settings.MaxPeers
            ? _associations.GetOrAdd(peer, static (address, remoting) => new Association(remoting, address), this)
            : throw new InvalidOperationException(
                $"{Settings.MaxPeers} peers are known (akka.remote.embedded.max-peers); {peer} is one more than is kept track of.");
    }

    /// <summary>There is a peer with several addresses.</summary>
    public void WatchRoutes() => _routeWatch.Start(_ticks);

    /// <summary>Asks who listens where it is sent, and opens nothing.</summary>
    public Greeting.Hello ProbeOf(Address peer) =>
        new(LocalAddress, Uid, peer, Greeting.ProbeConnection, 0, 0, 0, Settings.MaximumFrameSize);

    public void Retire(Association unused) => _associations.TryRemove(KeyValuePair.Create(unused.Peer, unused));

    /// <summary>That incarnation (0: whichever is there) will not be heard of again: ends watches across, shuts it out.</summary>
    public void GiveUp(Address peer, int uid)
    {
        var association = AssociationWith(peer);
        association.Quarantine(uid);
        if (uid != 0 && association.PeerUid is var present && present != 0 && present != uid)
        {
            // Its successor is there already, and the watches ended when that appeared.
            return;
        }

        association.ForgetPending();
        EndWatches(peer);
    }

    public void EndWatches(Address peer)
    {
        Provider.Watcher.Forget(peer);
        System.AddressTopic.Publish(peer);
    }

    /// <summary>The peer has said that its system ends.</summary>
    public void IncarnationEnded(Association ended)
    {
        ended.ForgetPending();
        EndWatches(ended.Peer);
    }

    public async Task ShutDownAsync()
    {
        _ticks.Cancel();
        _isStopping = true;
        await Task.WhenAll(_associations.Values.Select(a => a.ShutDownAsync(Settings.FlushWaitOnShutdown)));
        _stopping.Cancel();
        if (_listener is not null)
        {
            await _listener.DisposeAsync();
        }
    }

    public void DeadLetter(object message, IActorRef? sender, IActorRef recipient) =>
        Provider.DeadLettersRef.Accept(message, sender, recipient);

    public void Publish(RemotingLifecycleEvent happened)
    {
        System.EventStream.Publish(happened);
        if (Settings.LogLifecycleEvents && happened is not AssociationErrorEvent)
        {
            _log.Log(happened.LogLevel(), null, happened.ToString()!);
        }
    }

    /// <summary>Logs once a minute per <paramref name="key"/>.</summary>
    public void Warn(string key, string text)
    {
        if (MayWarn(key, out var held))
        {
            Warn(held, text);
        }
    }

    /// <summary>Where the text would be made in vain most of the time.</summary>
    public bool MayWarn(string key, out long held) => _throttle.Allows(key, out held);

    public void Warn(long held, string text) =>
        _log.Log(LogLevel.WarningLevel, null, held == 0 ? text : $"{text} ({held} more of these in the last minute)");

    /// <summary>A message that cannot be sent is an error of the program: each one is logged.</summary>
    public void Fail(UnsendableException cause) => _log.Log(LogLevel.ErrorLevel, cause.InnerException, cause.Message);

    public void After(TimeSpan delay, Action action) => System.Scheduler.Advanced.ScheduleOnce(delay, action);

    public void Dispose() => _stopping.Dispose();

    private void RetireIdle()
    {
        foreach (var association in _associations.Values)
        {
            association.RetireWhenUnused(TimeSpan.Zero);
        }
    }

    private static int PortOf(EndPoint bound) => bound switch
    {
        IPEndPoint ip => ip.Port,
        DnsEndPoint named => named.Port,
        _ => throw new NotSupportedException($"The transport listens at {bound}, which has no port."),
    };

    private void Tick()
    {
        foreach (var association in _associations.Values)
        {
            association.Tick();
            if (Routes is not null && association.LearnRoutes())
            {
                WatchRoutes();
            }
        }
    }
}
