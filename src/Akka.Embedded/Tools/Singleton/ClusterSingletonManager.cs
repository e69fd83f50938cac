using Akka.Actor;
using Akka.Configuration;
using Akka.Embedded.Runtime;
using Akka.Embedded.Tools.Singleton;
using Akka.Event;
using In = Akka.Embedded.Tools.Singleton.HandOverInput;
using Out = Akka.Embedded.Tools.Singleton.HandOverEffect;

namespace Akka.Cluster.Tools.Singleton;

/// <summary>
/// Runs one instance of an actor in the whole cluster, as its child on the oldest member. Start it on every node that may run the
/// instance, at the same path. An instance that stops of its own accord is not started again before the oldest member changes.
/// </summary>
public sealed class ClusterSingletonManager : ActorBase
{
    // Proxies ask again, so that one that is forgotten is only slower.
    private const int MaxWaitingProxies = 1000;

    private readonly Props _singletonProps;
    private readonly object _terminationMessage;
    private readonly ClusterSingletonManagerSettings _settings;
    private readonly Cluster _cluster;
    private readonly HandOver _handOver;
    private readonly TaskCompletionSource<Done> _finished = new();
    private readonly HashSet<IActorRef> _waitingProxies = [];
    private readonly ILoggingAdapter _log;
    private IActorRef? _singleton;
    private ICancelable? _timer;
    private TimeSpan? _due;

    /// <exception cref="ArgumentException">This node does not have the role of the settings.</exception>
    public ClusterSingletonManager(Props singletonProps, object terminationMessage, ClusterSingletonManagerSettings settings)
    {
        _cluster = Cluster.Get(Context.System);
        if (settings.Role is { } role && !_cluster.SelfRoles.Contains(role))
            throw new ArgumentException($"This cluster member [{_cluster.SelfAddress}] doesn't have the role [{role}]", nameof(settings));
        _singletonProps = singletonProps;
        _terminationMessage = terminationMessage;
        _settings = settings;
        var margin = settings.RemovalMargin > TimeSpan.Zero ? settings.RemovalMargin : _cluster.DowningProvider.DownRemovalMargin;
        _handOver = new HandOver(_cluster.SelfUniqueAddress, settings.Role, margin, settings.HandOverRetryInterval);
        _log = Context.GetLogger();
        HandOverAtShutdown();
    }

    public static Config DefaultConfig() => ConfigurationFactory.FromResource<ClusterSingletonManager>("Akka.Tools.reference.conf");

    /// <summary>The instance is ended by a <see cref="PoisonPill"/>.</summary>
    public static Props Props(Props singletonProps, ClusterSingletonManagerSettings settings) =>
        Props(singletonProps, PoisonPill.Instance, settings);

    /// <param name="terminationMessage">
    /// Sent to the instance when this node leaves; the next one starts once it has stopped upon that.
    /// </param>
    public static Props Props(Props singletonProps, object terminationMessage, ClusterSingletonManagerSettings settings) =>
        Actor.Props.Of(() => new ClusterSingletonManager(singletonProps, terminationMessage, settings));

    protected override void PreStart() =>
        _cluster.Subscribe(Self, typeof(ClusterEvent.IMemberEvent), typeof(ClusterEvent.ClusterShuttingDown));

    protected override void PostStop()
    {
        _timer?.Cancel();
        _cluster.Unsubscribe(Self);
        Finish();
    }

    protected override bool Receive(object message)
    {
        switch (message)
        {
            case FindSingleton:
                AnswerProxy();
                break;
            case AskOver ask when ask.ToUid == _cluster.SelfUniqueAddress.Uid:
                Decide(new In.Asked(ask.From));
                break;
            case AskOver:
                break;
            case OverHere over:
                Decide(new In.OverSaid(over.From, over.Remaining, over.Unsettled));
                break;
            case ClusterEvent.CurrentClusterState state:
                Decide(new In.Known(state));
                break;
            case ClusterEvent.ClusterShuttingDown:
                Decide(new In.ClusterEnds());
                break;
            case ClusterEvent.MemberRemoved removed when removed.Member.UniqueAddress.Equals(_cluster.SelfUniqueAddress):
                Context.Stop(Self);
                break;
            case ClusterEvent.IMemberEvent change:
                Decide(new In.Changed(change));
                break;
            case Terminated terminated when terminated.ActorRef.Equals(_singleton):
                _log.Info("Singleton actor [{0}] was terminated", _singleton.Path);
                _singleton = null;
                Decide(new In.InstanceEnded());
                break;
            case Due:
                _due = null;
                Decide(new In.Due());
                break;
            case Leave:
                Decide(new In.Leave());
                break;
            default:
                return false;
        }

        return true;
    }

    private void Decide(In input)
    {
        foreach (var effect in _handOver.Decide(input, Context.System.Scheduler.MonotonicClock))
            Execute(effect);
        if (_handOver.NextDue == _due)
            return;
        _timer?.Cancel();
        _due = _handOver.NextDue;
        if (_due is { } due)
        {
            var delay = due - Context.System.Scheduler.MonotonicClock;
            _timer = Context.System.Scheduler.ScheduleTellOnceCancelable(
                delay > TimeSpan.Zero ? delay : TimeSpan.Zero, Self, Due.Instance, ActorRefs.NoSender);
        }
    }

    private void Execute(Out effect)
    {
        switch (effect)
        {
            case Out.StartInstance:
                _singleton = Context.Watch(Context.ActorOf(_singletonProps, _settings.SingletonName));
                _log.Info("Singleton manager started singleton actor [{0}]", _singleton.Path);
                foreach (var proxy in _waitingProxies)
                    proxy.Tell(new SingletonHere(_singleton), Self);
                _waitingProxies.Clear();
                break;
            case Out.EndInstance:
                _log.Info("Singleton manager stopping singleton actor [{0}]", _singleton!.Path);
                _singleton.Tell(_terminationMessage, Self);
                break;
            case Out.Ask ask:
                Manager(ask.Whom).Tell(new AskOver(ask.Whom.Uid, _cluster.SelfUniqueAddress), Self);
                break;
            case Out.SayOver over:
                Manager(over.To).Tell(new OverHere(_cluster.SelfUniqueAddress, over.Remaining, over.Unsettled), Self);
                break;
            case Out.Finished:
                Finish();
                break;
        }
    }

    private void AnswerProxy()
    {
        if (_singleton is not null)
            Sender.Tell(new SingletonHere(_singleton), Self);
        else if (_waitingProxies.Count < MaxWaitingProxies)
            _waitingProxies.Add(Sender);
    }

    private ActorSelection Manager(UniqueAddress node) => Context.ActorSelection(new RootActorPath(node.Address) / Self.Path.Elements);

    private void HandOverAtShutdown()
    {
        var self = Self;
        CoordinatedShutdown.Get(Context.System).AddTask(
            CoordinatedShutdown.PhaseClusterExiting,
            $"singleton-{self.Path.Name}",
            () =>
            {
                if (_cluster.IsTerminated || _cluster.SelfMember.Status == MemberStatus.Down)
                    return Task.FromResult(Done.Instance);
                self.Tell(Leave.Instance, ActorRefs.NoSender);
                return _finished.Task;
            });
    }

    // Whoever waits goes on as work of its own, not within this actor's turn.
    private void Finish() =>
        ((ActorSystemImpl)_cluster.System).Executor.Execute(new WorkItem(() => _finished.TrySetResult(Done.Instance)));

    private sealed class Due
    {
        public static readonly Due Instance = new();
    }

    private sealed class Leave
    {
        public static readonly Leave Instance = new();
    }
}
