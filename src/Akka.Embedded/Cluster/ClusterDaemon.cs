using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Akka.Embedded.Remoting;
using Akka.Remote;

namespace Akka.Embedded.Membership;

/// <summary>Carries the membership state machine and the failure detectors: messages and ticks in, effects out.</summary>
internal sealed partial class ClusterDaemon : ReceiveActor, IWithTimers
{
    public const string Name = "cluster";
    private const string DowningActorName = "downingProvider";

    private readonly Akka.Cluster.Cluster _cluster;
    private readonly ActorSystemImpl _system;
    private readonly RemoteProvider _provider;
    private readonly MembershipMachine _machine;
    private readonly HeartbeatMonitor _monitor;
    private readonly SortedDictionary<Address, IActorRef> _daemons = new(AddressOrder.Instance);
    private readonly Milestones _milestones;
    private readonly TimeProvider _time;
    private readonly Beat _beat;
    private readonly Cadence _heartbeat;
    private readonly Cadence _reap;
    private readonly Cadence _gossip;
    private readonly Cadence _lead;
    private MembershipState _published;
    private long _lastReap;
    private TimeSpan? _beatInterval;
    private IActorRef? _stateReader;

    public ClusterDaemon(Akka.Cluster.Cluster cluster, ActorSystemImpl system, RemoteProvider provider)
    {
        (_cluster, _system, _provider, _time) = (cluster, system, provider, system.Runtime.Time);
        _milestones = new Milestones(cluster.CallbackFailed);
        var settings = cluster.Settings;
        _machine = new MembershipMachine(cluster.SelfUniqueAddress, settings.Membership, system.Random, _time);
        _monitor = new HeartbeatMonitor(cluster.NewDetector, settings.HeartbeatExpectedResponseAfter, _time);
        _published = _machine.State;
        var shortest = Min(
            Min(settings.HeartbeatInterval, settings.UnreachableNodesReaperInterval),
            Min(settings.GossipInterval, settings.LeaderActionsInterval));
        _beat = new Beat(shortest, settings.HeartbeatInterval);
        _heartbeat = new Cadence(settings.HeartbeatInterval, shortest, _time);
        _reap = new Cadence(settings.UnreachableNodesReaperInterval, shortest, _time);
        _gossip = new Cadence(settings.GossipInterval, shortest, _time);
        _lead = new Cadence(settings.LeaderActionsInterval, shortest, _time);
        ReceiveOthers();
        ReceiveUser();
        ReceiveTicks();
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        if (_cluster.IsTerminated)
        {
            Context.Stop(Self);
            return;
        }

        _lastReap = _time.GetTimestamp();
        _system.EventStream.Subscribe(Self, typeof(DisassociatedEvent));
        _system.EventStream.Subscribe(Self, typeof(AssociationErrorEvent));
        if (_cluster.DowningProvider.DowningActorProps is { } props)
        {
            Context.ActorOf(props, DowningActorName);
        }

        var seeds = _cluster.Settings.SeedNodes;
        if (!seeds.IsEmpty)
        {
            JoinSeedNodes(seeds);
        }
    }

    protected override void PostStop()
    {
        _system.EventStream.Unsubscribe(Self);
        if (!_cluster.Terminate())
        {
            return;
        }

        _system.EventStream.Publish(ClusterEvent.ClusterShuttingDown.Instance);
        Publish(new MembershipState(_cluster.SelfUniqueAddress, Gossip.Empty));
        _cluster.End();
        if (_machine.State.Self?.Status == MemberStatus.Down && _cluster.Settings.RunCoordinatedShutdownWhenDown)
        {
            CoordinatedShutdown.Get(_system).Run(CoordinatedShutdown.ClusterDowningReason.Instance);
        }
    }

    // A failure of the daemon itself: its state is lost, so this node's membership ends.
    protected override void PreRestart(Exception reason, object message)
    {
        Log(warning: true, $"The cluster daemon failed and ends this node's membership: {reason.Message}");
        base.PreRestart(reason, message);
        CoordinatedShutdown.Get(_system).Run(CoordinatedShutdown.ClusterDowningReason.Instance);
    }

    private void ReceiveOthers()
    {
        Receive<Heartbeat>(OnHeartbeat);
        Receive<HeartbeatResponse>(m => _monitor.HeartbeatFrom(m.From));
        ReceiveConfirmations();
        Receive<IClusterMessage>(m => Run(machine => machine.Receive(m)));
        Receive<DisassociatedEvent>(Probe);
        Receive<AssociationErrorEvent>(OnEnd, CrashEvidence.IsOfEnd);
        Receive<AssociationErrorEvent>(_ => { });
    }

    private void ReceiveTicks()
    {
        Receive<Tick>(t => t == Tick.Beat, _ => OnBeat());
        Receive<Tick>(t => t == Tick.Join, _ => Run(m => m.JoinTick()));
        Receive<Tick>(t => t == Tick.GiveUpJoining, _ => GiveUpJoining());
    }

    /// <summary>A heartbeat is a sign of life itself; it needs an answer only where none of our own goes to its sender.</summary>
    private void OnHeartbeat(Heartbeat m)
    {
        _monitor.HeartbeatFrom(m.From);
        if (!_monitor.Receivers.Contains(m.From))
        {
            Send(m.From.Address, new HeartbeatResponse(_cluster.SelfUniqueAddress));
        }
    }

    private void OnBeat()
    {
        FollowPulse();
        if (_heartbeat.IsDue())
        {
            Heartbeats(_monitor.Receivers);
        }

        if (_reap.IsDue())
        {
            Reap();
        }

        if (_gossip.IsDue())
        {
            Run(m => m.GossipTick());
        }

        if (_lead.IsDue())
        {
            Run(m => m.LeaderTick());
        }

        FollowMembership(mayRest: true);
    }

    private void Reap()
    {
        // When this node itself was held up, its silence is no evidence against the others.
        var settings = _cluster.Settings;
        var late = _time.GetElapsedTime(_lastReap) > 2 * Max(settings.UnreachableNodesReaperInterval, settings.HeartbeatInterval);
        _lastReap = _time.GetTimestamp();
        if (!late)
        {
            var (available, unavailable) = _monitor.Check();
            Run(m => m.Reap(available, unavailable));
        }
    }

    /// <summary>A connection broke: ask at once, so that a living node answers on a new one. The port of a dead one refuses it.</summary>
    private void Probe(DisassociatedEvent broken) => Heartbeats(_monitor.Receivers.Where(n => n.Address.Equals(broken.RemoteAddress)));

    /// <summary>The process at that address has ended: its node is unreachable at once, without waiting for a silence.</summary>
    private void OnEnd(AssociationErrorEvent refused)
    {
        var nodes = _monitor.EndedAt(refused.RemoteAddress);
        if (!nodes.IsEmpty)
        {
            Run(m => m.Reap([], nodes));
            TellState();
        }
    }

    private void Heartbeats(IEnumerable<UniqueAddress> to)
    {
        foreach (var node in to)
        {
            Send(node.Address, new Heartbeat(_cluster.SelfUniqueAddress));
        }
    }

    private void Run(Action<MembershipMachine> input)
    {
        input(_machine);
        foreach (var effect in _machine.TakeEffects())
        {
            Execute(effect);
        }

        FollowJoining();
        FollowMembership(mayRest: false);
    }

    /// <summary>Restless at once; at rest only after a beat, or one change after another could put the next beat off for ever.</summary>
    private void FollowMembership(bool mayRest)
    {
        var interval = _beat.IntervalFor(_machine.State, _monitor);
        if (interval == _beatInterval || (!mayRest && interval != _beat.Restless))
        {
            return;
        }

        _beatInterval = interval;
        if (interval is { } time)
        {
            Timers.StartPeriodicTimer(Tick.Beat, Tick.Beat, Min(_cluster.Settings.PeriodicTasksInitialDelay, time), time);
        }
        else
        {
            Timers.Cancel(Tick.Beat);
            RestPulse();
        }
    }

    /// <summary>Joining has a tick of its own, as long as it goes on.</summary>
    private void FollowJoining()
    {
        if (_machine.IsJoining == Timers.IsTimerActive(Tick.Join))
        {
            return;
        }

        if (_machine.IsJoining)
        {
            Timers.StartPeriodicTimer(Tick.Join, Tick.Join, JoinProcess.ContactInterval);
        }
        else
        {
            Timers.Cancel(Tick.Join);
        }
    }

    private void JoinSeedNodes(IReadOnlyList<Address> seeds)
    {
        if (_cluster.Settings.ShutdownAfterUnsuccessfulJoinSeedNodes is { } patience)
        {
            Timers.StartSingleTimer(Tick.GiveUpJoining, Tick.GiveUpJoining, patience);
        }

        Run(m => m.JoinSeedNodes(seeds));
    }

    private void GiveUpJoining()
    {
        if (_machine.State.Self is null)
        {
            var patience = _cluster.Settings.ShutdownAfterUnsuccessfulJoinSeedNodes;
            Log(warning: true, $"No seed node could be joined within {patience}: this system ends.");
            CoordinatedShutdown.Get(_system).Run(CoordinatedShutdown.ClusterJoinUnsuccessfulReason.Instance);
        }
    }

    private void Execute(ClusterEffect effect)
    {
        switch (effect)
        {
            case ClusterEffect.Send send:
                Send(send.To, send.Message);
                break;
            case ClusterEffect.Publish publish:
                Publish(publish.State);
                break;
            case ClusterEffect.BeginExiting:
                CoordinatedShutdown.Get(_system).Run(CoordinatedShutdown.ClusterLeavingReason.Instance);
                break;
            case ClusterEffect.ShutDown:
                Context.Stop(Self);
                break;
            case ClusterEffect.Log log:
                Log(log.Warning, log.Text);
                break;
        }
    }

    private void Send(Address to, IClusterMessage message)
    {
        if (!_daemons.TryGetValue(to, out var daemon))
        {
            if (_daemons.Count >= GossipWire.MaxNodes)
            {
                _daemons.Clear();
            }

            _daemons[to] = daemon = _provider.ResolveActorRef(new RootActorPath(to) / "system" / Name);
        }

        daemon.Tell(message, ActorRefs.NoSender);
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private void Log(bool warning, string text)
    {
        if (warning)
        {
            _cluster.Log.Log(Event.LogLevel.WarningLevel, null, text);
        }
        else if (_cluster.Settings.LogInfo)
        {
            _cluster.Log.Log(Event.LogLevel.InfoLevel, null, text);
        }
    }

    private sealed record Tick(string Name) : INotInfluenceReceiveTimeout
    {
        public static readonly Tick Beat = new("beat");
        public static readonly Tick Join = new("join");
        public static readonly Tick GiveUpJoining = new("give up joining");
    }
}
