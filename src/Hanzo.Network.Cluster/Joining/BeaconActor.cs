using Akka.Actor;
using Akka.Event;
using Hanzo.Network.Cluster.Hosting.Tls;
using Hanzo.Network.Joining;
using Hanzo.Network.Joining.Roads;

namespace Hanzo.Network.Cluster.Joining;

/// <summary>Shouts this node's beacon, hears the others', answers newcomers at once, and publishes the state of its road.</summary>
internal sealed class BeaconActor : ReceiveActor
{
    /// <summary>Datagrams handled before other messages get their turn.</summary>
    private const int MaxBatch = 32;

    private static readonly TimeSpan ReopenAfter = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LogDropsEvery = TimeSpan.FromMinutes(1);

    private readonly JoiningSetup _setup;
    private readonly NodeIdentity _self;
    private readonly IActorRef _joining;
    private readonly BeaconTraffic _traffic;
    private readonly BeaconRoad _road;
    private readonly HeardNodes _heard;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly long _startedAt;
    private readonly ITimer _timer;
    private readonly RoadRetry _retry;
    private ClusterIdentity? _cluster;
    private IDatagrams? _datagrams;
    private IAsyncEnumerator<Datagram>? _incoming;
    private TimeSpan _openedAt;
    private TimeSpan _pause = ReopenAfter;
    private string? _error;
    private string? _loggedError;
    private RoadStatus _status = new(RoadState.Starting);
    private bool _ready;
    private bool _hearsItself;
    private long _dropsLogged;
    private TimeSpan _dropsLoggedAt;

    /// <param name="traffic">Of this road alone.</param>
    public BeaconActor(JoiningSetup setup, BeaconTraffic traffic, BeaconRoad road, IActorRef joining)
    {
        _road = road;
        (_setup, _traffic, _self, _joining, _heard) = (setup, traffic, traffic.Self, joining, new HeardNodes(traffic.Self));
        _retry = new RoadRetry($"{_self.Incarnation} {road.Name}");
        _startedAt = setup.Time.GetTimestamp();
        var actor = Self;
        _timer = setup.Time.CreateTimer(
            _ => actor.Tell(JoiningProtocol.Tick.Instance), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        Receive<JoiningProtocol.Tick>(_ => OnTick());
        Receive<Arrived>(OnArrived);
        Receive<Broken>(OnBroken);
        Receive<JoiningProtocol.AnnounceCluster>(OnAnnounce);
        Receive<Sent>(_ => { });
    }

    private TimeSpan Now => _setup.Time.GetElapsedTime(_startedAt);

    private bool IsUdp => _road.Name == RoadNames.Udp;

    private BeaconCounters Counters => _traffic.Counters;

    public static Props Props(JoiningSetup setup, BeaconTraffic traffic, BeaconRoad road, IActorRef joining) =>
        Akka.Actor.Props.Create(() => new BeaconActor(setup, traffic, road, joining));

    protected override void PreStart()
    {
        OnTick();
        if (IsUdp) _joining.Tell(new JoinInput.BroadcastsBegun(Failed: _datagrams is null));
    }

    protected override void PostStop()
    {
        _timer.Dispose();
        _stopping.Cancel();
        _ = _datagrams?.DisposeAsync().AsTask();
    }

    private void OnTick()
    {
        if (_datagrams is null) Open();
        if (_datagrams is not null) Shout();
        TellWhenItHearsItself();
        Publish();
        LogDrops();
        _timer.Change(_datagrams is null ? _pause : BeaconPeriod.After(Now, _cluster is not null), Timeout.InfiniteTimeSpan);
    }

    private void Open()
    {
        try
        {
            var options = _setup.Options;
            _datagrams = _road.Datagrams.Open(options.Bind, options.BroadcastPort, options.Links, _traffic.Gate);
            _incoming = _datagrams.ReceiveAsync(_stopping.Token).GetAsyncEnumerator(_stopping.Token);
            _openedAt = Now;
            _error = null;
            Pull();
        }
        catch (IOException cause)
        {
            if (_error != cause.Message) _log.Warning("discovery by {0} is closed: {1}", _road.Name, cause.Message);
            _error = cause.Message;
            LeaveAlone(TimeSpan.Zero);
        }
    }

    private void Shout()
    {
        Counters.CountSent();
        Complete(_datagrams!.BroadcastAsync(Write(reply: false), _setup.Options.BroadcastPort, _stopping.Token));
    }

    // One datagram is asked for at a time: a flood fills the sockets' bounded queue, never this mailbox.
    private void Pull()
    {
        var incoming = _incoming!;
        for (var i = 0; i < MaxBatch; i++)
        {
            var next = incoming.MoveNextAsync();
            if (!next.IsCompletedSuccessfully)
            {
                next.AsTask().PipeTo(Self, success: more => new Arrived(incoming, more), failure: cause => new Broken(cause));
                return;
            }

            if (!next.Result)
            {
                Self.Tell(new Arrived(incoming, More: false));
                return;
            }

            Handle(incoming.Current);
        }

        Self.Tell(new Arrived(incoming, More: null));
    }

    private void OnArrived(Arrived arrived)
    {
        if (arrived.From != _incoming) return; // from sockets that have been replaced
        if (arrived.More == false)
        {
            OnBroken(new Broken(null));
            return;
        }

        if (arrived.More == true) Handle(_incoming.Current);
        TellWhenItHearsItself();
        Pull();
    }

    private void Handle(Datagram datagram)
    {
        var clock = _setup.Time.GetUtcNow();
        var reaction = _traffic.Reception.React(datagram.Payload.Span, Now, clock);
        if (reaction.Presence is { } presence)
            _joining.Tell(new JoinInput.PresenceHeard(presence, datagram.From.Address.ToString()));
        if (reaction.Timed is { } timed) _joining.Tell(new JoinInput.SkewMeasured(timed, reaction.Skew));
        if (reaction.Heard is not { } heard) return;
        if (reaction.Answer)
        {
            Counters.CountReply();
            Complete(_datagrams!.SendAsync(Write(reply: true), datagram.From, _stopping.Token));
        }

        if (_heard.Note(heard, clock, IsUdp ? datagram.From.Address.ToString() : null)) Publish();
        _joining.Tell(new JoiningProtocol.BeaconHeard(heard, _road.Name));
    }

    // Its own broadcasts are counted where they arrive, and come no further.
    private void TellWhenItHearsItself()
    {
        if (_hearsItself || !IsUdp || Counters[BeaconDrop.Own] == 0) return;
        _hearsItself = true;
        _joining.Tell(new JoinInput.OwnBroadcastHeard());
    }

    private void OnBroken(Broken broken)
    {
        if (_stopping.IsCancellationRequested) return;
        _error = broken.Cause?.Message ?? "the sockets were closed";
        if (_error != _loggedError) _log.Warning("discovery by {0} stopped, and will be opened anew: {1}", _road.Name, _error);
        _loggedError = _error;
        _ = _datagrams?.DisposeAsync().AsTask();
        (_datagrams, _incoming) = (null, null);
        LeaveAlone(Now - _openedAt);
        Publish();
        _timer.Change(_pause, Timeout.InfiniteTimeSpan);
    }

    // Sockets of this machine load nobody else when they are tried.
    private void LeaveAlone(TimeSpan held)
    {
        if (!IsUdp) _pause = _retry.After(held);
    }

    private void OnAnnounce(JoiningProtocol.AnnounceCluster announce)
    {
        _cluster = announce.Cluster;
        OnTick();
    }

    private byte[] Write(bool reply)
    {
        var clock = _setup.Time.GetUtcNow();
        return _traffic.Voice.Write(new Beacon(_self, _cluster, reply) { Hears = _heard.ToHears(clock) }, clock);
    }

    private void Complete(ValueTask sending)
    {
        if (sending.IsCompletedSuccessfully) sending.GetAwaiter().GetResult();
        else sending.AsTask().PipeTo(Self, success: () => Sent.Instance, failure: cause => new Broken(cause));
    }

    private void Publish()
    {
        _heard.ForgetOld(_setup.Time.GetUtcNow());
        if (!IsUdp)
        {
            PublishRoad();
            return;
        }

        var status = new UdpRoadStatus
        {
            Error = _error,
            Counters = Counters.Snapshot(),
            Datagrams = _datagrams?.Report,
            Heard = _heard.Snapshot(),
            NetworkId = _traffic.NetworkId,
            Port = _setup.Options.BroadcastPort,
        };
        var connections = TlsRuntime.CountsOf(Context.System);
        _setup.Board.Update(board => board with { Udp = status, Connections = connections });
    }

    /// <summary>A road by a server works when it brings something, and be it this node's own beacon.</summary>
    private void PublishRoad()
    {
        var works = _datagrams?.Report is { Received: > 0 };
        if (works) _error = null;
        if (works || _error is not null) SayReady();
        var (key, heard) = ($"road:{_road.Name}", _heard.Snapshot());
        _status = _status with
        {
            State = works ? RoadState.Working : _error is not null ? RoadState.Failing : _status.State,
            Found = heard.Length,
            LastError = _error ?? _status.LastError,
            LastNews = heard.IsEmpty ? _status.LastNews : heard.Max(node => node.LastHeard),
        };
        var notice = new JoinNotice(key, $"discovery by {_road.Name} does not work: {_status.LastError}");
        _setup.Board.Update(board => (_status.State, works) switch
        {
            (RoadState.Failing, _) => board.WithRoad(_road.Name, _status).WithNotice(_setup.Time.GetUtcNow(), notice),
            (_, true) => board.WithRoad(_road.Name, _status).WithoutNotice(key),
            _ => board.WithRoad(_road.Name, _status),
        });
    }

    private void SayReady()
    {
        if (_ready) return;
        _ready = true;
        _joining.Tell(new JoinInput.RoadReady(_road.Name));
    }

    private void LogDrops()
    {
        if (Now - _dropsLoggedAt < LogDropsEvery) return;
        _dropsLoggedAt = Now;
        var drops = Counters.BadInput;
        if (drops > _dropsLogged)
            _log.Info("{0} datagrams were no beacons, or forged ones; in all: {1}", drops - _dropsLogged, Counters);
        _dropsLogged = drops;
    }

    /// <param name="More">True: a datagram waits; false: there will be none; null: the batch was full, go on.</param>
    private sealed record Arrived(IAsyncEnumerator<Datagram> From, bool? More);

    private sealed record Broken(Exception? Cause);

    private sealed record Sent
    {
        public static readonly Sent Instance = new();
    }
}
