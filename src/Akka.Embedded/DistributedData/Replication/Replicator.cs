using Akka.Actor;
using Akka.Cluster;
using Akka.DistributedData;
using Akka.Event;

namespace Akka.Embedded.Replication;

/// <summary>
/// Carries the <see cref="ReplicatorState"/> of this node, which outlives a restart of this actor: messages, ticks and membership in,
/// effects out.
/// </summary>
internal sealed class Replicator : ReceiveActor, IWithTimers
{
    private readonly ReplicatorState _state;
    private readonly ReplicatorSettings _settings;
    private readonly Akka.Cluster.Cluster _cluster;
    private readonly PeerRefs _peers;
    private readonly ILoggingAdapter _log;

    public Replicator(ReplicatorState state, ReplicatorSettings settings)
    {
        (_state, _settings) = (state, settings);
        _cluster = Akka.Cluster.Cluster.Get(Context.System);
        _peers = new PeerRefs(((ExtendedActorSystem)Context.System).Provider, Self.Path);
        _log = Context.GetLogger();
        ReceiveRequests();
        ReceiveMembership();
        Receive<ReplicationMessage>(m => Run(() => _state.Receive(m)));
        Receive<ReplicatorEffect.Remind>(r => Run(() => _state.Due(r)));
        Receive<Tick>(OnTick);
    }

    private enum Tick
    {
        Gossip,
        Pruning,
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(Tick.Gossip, Tick.Gossip, _settings.GossipInterval);
        if (_settings.PruningInterval > TimeSpan.Zero)
            Timers.StartPeriodicTimer(Tick.Pruning, Tick.Pruning, _settings.PruningInterval);
        _cluster.Subscribe(Self, typeof(ClusterEvent.IMemberEvent), typeof(ClusterEvent.IReachabilityEvent));
    }

    /// <summary>What was changed just before still goes out.</summary>
    protected override void PostStop()
    {
        _cluster.Unsubscribe(Self);
        Run(_state.SendChanges);
    }

    private void ReceiveRequests()
    {
        Receive<Get>(m => Run(() => _state.Get(m, Sender)));
        Receive<Update>(OnUpdate);
        Receive<Subscribe>(OnSubscribe);
        Receive<Unsubscribe>(OnUnsubscribe);
        Receive<Terminated>(m => Run(() => _state.SubscriberStopped(m.ActorRef)));
        Receive<FlushChanges>(_ => Run(_state.FlushChanges));
        Receive<GetKeyIds>(_ => Sender.Tell(new GetKeysIdsResult(_state.KeyIds)));
        Receive<GetReplicaCount>(_ => Sender.Tell(new ReplicaCount(_state.ReplicaCount)));
    }

    private void ReceiveMembership()
    {
        Receive<ClusterEvent.CurrentClusterState>(m => Run(() => _state.Apply(m)));
        Receive<ClusterEvent.IMemberEvent>(OnMemberEvent);
        Receive<ClusterEvent.ReachabilityEvent>(m => Run(() => _state.ApplyReachability(m.Member, m is ClusterEvent.ReachableMember)));
    }

    private void OnUpdate(Update update)
    {
        _state.Update(update, Sender);
        Execute();
    }

    private void OnSubscribe(Subscribe subscribe)
    {
        Context.Watch(subscribe.Subscriber);
        Run(() => _state.Subscribe(subscribe.Key, subscribe.Subscriber));
    }

    private void OnUnsubscribe(Unsubscribe unsubscribe)
    {
        if (!_state.Unsubscribe(unsubscribe.Key, unsubscribe.Subscriber))
            Context.Unwatch(unsubscribe.Subscriber);
    }

    private void OnMemberEvent(ClusterEvent.IMemberEvent change)
    {
        Run(() => _state.Apply(change.Member));
        if (change is not ClusterEvent.MemberRemoved)
            return;
        _peers.Forget(change.Member.UniqueAddress);
        if (change.Member.UniqueAddress.Equals(_cluster.SelfUniqueAddress))
            Context.Stop(Self);
    }

    private void OnTick(Tick tick)
    {
        if (tick == Tick.Gossip)
            Run(_state.GossipTick);
        else
            Run(_state.PruningTick);
    }

    private void Run(Action step)
    {
        step();
        Execute();
    }

    private void Execute()
    {
        foreach (var effect in _state.TakeEffects())
        {
            switch (effect)
            {
                case ReplicatorEffect.Tell tell:
                    tell.To.Tell(tell.Message, Self);
                    break;
                case ReplicatorEffect.Send send:
                    _peers.Of(send.To).Tell(send.Message, Self);
                    break;
                case ReplicatorEffect.Remind { After.Ticks: 0 } now:
                    Self.Tell(now, Self);
                    break;
                case ReplicatorEffect.Remind later:
                    Context.System.Scheduler.ScheduleTellOnce(later.After, Self, later, Self);
                    break;
                case ReplicatorEffect.Report report:
                    Log(report);
                    break;
            }
        }
    }

    private void Log(ReplicatorEffect.Report report)
    {
        var level = report.Severity switch
        {
            Severity.Error => LogLevel.ErrorLevel,
            Severity.Warning => LogLevel.WarningLevel,
            _ => LogLevel.DebugLevel,
        };
        _log.Log(level, null, report.Text);
    }
}
