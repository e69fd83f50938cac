using Akka.Actor;
using Akka.Cluster;
using Akka.Event;

namespace Akka.Embedded.Sharding.Coordination;

/// <summary>
/// Runs the coordinator of one entity type while this node is the oldest member that is Up. Each coordinator has a higher epoch than all
/// before it: members become older in one order only, and those of one node are counted.
/// </summary>
internal sealed class CoordinatorManager : ActorBase
{
    public const string ChildName = "coordinator";

    private readonly CoordinatorSettings _settings;
    private readonly Akka.Cluster.Cluster _cluster;
    private readonly RoleView _view;
    private readonly ILoggingAdapter _log;
    private IActorRef? _coordinator;
    private ICancelable? _restart;
    private TimeSpan _notBefore;
    private uint _terms;

    public CoordinatorManager(CoordinatorSettings settings)
    {
        _settings = settings;
        _cluster = Akka.Cluster.Cluster.Get(Context.System);
        _view = new RoleView(_cluster.SelfUniqueAddress, settings.Sharding.Role);
        _log = Context.GetLogger();
    }

    protected override void PreStart() => _cluster.Subscribe(Self, typeof(ClusterEvent.IMemberEvent));

    protected override void PostStop()
    {
        _restart?.Cancel();
        _cluster.Unsubscribe(Self);
    }

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    protected override bool Receive(object message)
    {
        switch (message)
        {
            case ClusterEvent.CurrentClusterState state:
                _view.Apply(state);
                StartOrStop();
                return true;
            case ClusterEvent.IMemberEvent change:
                _view.Apply(change);
                // Already when it is downed: the coordinator that starts then may come too late to hear of the removal.
                if (change is ClusterEvent.MemberDowned or ClusterEvent.MemberRemoved { PreviousStatus: MemberStatus.Down })
                    _notBefore = Context.System.Scheduler.MonotonicClock + _cluster.DowningProvider.DownRemovalMargin;
                StartOrStop();
                return true;
            case Terminated terminated when terminated.ActorRef.Equals(_coordinator):
                Ended();
                return true;
            case Restart:
                _restart = null;
                StartOrStop();
                return true;
            default:
                return false;
        }
    }

    private void StartOrStop()
    {
        var self = _view.Self;
        var ours = self is not null && self.Equals(_view.Oldest);
        if (ours && _coordinator is null && _restart is null)
            Start(self!);
        else if (!ours && _coordinator is not null)
            Context.Stop(_coordinator);
    }

    private void Start(Member self)
    {
        var epoch = ((long)self.UpNumber << 32) + ++_terms;
        var settings = _settings;
        var notBefore = _notBefore;
        _log.Debug("{0}: this node coordinates, epoch {1}.", _settings.TypeName, epoch);
        _coordinator = Context.Watch(
            Context.ActorOf(Props.Of(() => new ShardCoordinator(settings, epoch, notBefore)), ChildName));
    }

    private void Ended()
    {
        _coordinator = null;
        if (_view.Self is null || !_view.Self.Equals(_view.Oldest))
            return;
        var backoff = _settings.Sharding.TuningParameters.CoordinatorFailureBackoff;
        _log.Warning("{0}: the coordinator has stopped and starts again in {1}.", _settings.TypeName, backoff);
        _restart = Context.System.Scheduler.ScheduleTellOnceCancelable(backoff, Self, Restart.Instance, Self);
    }

    private sealed class Restart
    {
        public static readonly Restart Instance = new();
    }
}
