using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Sharding;
using Akka.Embedded.Sharding.Protocol;
using Akka.Event;
using In = Akka.Embedded.Sharding.Coordination.CoordinatorInput<Akka.Actor.IActorRef>;
using Out = Akka.Embedded.Sharding.Coordination.CoordinatorEffect<Akka.Actor.IActorRef>;

namespace Akka.Embedded.Sharding.Coordination;

/// <summary>
/// Carries <see cref="ShardCoordinatorState{TRegion}"/>: turns messages and membership into its inputs and executes its effects.
/// </summary>
internal sealed class ShardCoordinator : ActorBase
{
    private readonly CoordinatorSettings _settings;
    private readonly long _epoch;
    private readonly TimeSpan _notBefore;
    private readonly Akka.Cluster.Cluster _cluster;
    private readonly RoleView _view;
    private readonly ShardCoordinatorState<IActorRef> _state;
    private readonly StrategyCalls _strategy;
    private readonly ILoggingAdapter _log;
    private readonly List<ICancelable> _timers = [];
    private readonly PartialRegistrations<IActorRef> _registrations = new();
    private readonly Queue<Out> _due = new();
    private ICancelable? _retry;
    private ICancelable? _rebalance;

    /// <param name="notBefore">
    /// Until this moment of the scheduler's clock nothing is allocated: members removed before may still run.
    /// </param>
    public ShardCoordinator(CoordinatorSettings settings, long epoch, TimeSpan notBefore)
    {
        _settings = settings;
        _epoch = epoch;
        _notBefore = notBefore;
        _state = CoordinatorSetup.Of(Context.System).NewState();
        _cluster = Akka.Cluster.Cluster.Get(Context.System);
        _view = new RoleView(_cluster.SelfUniqueAddress, settings.Sharding.Role);
        _log = Context.GetLogger();
        _strategy = new StrategyCalls(settings, (ActorSystemImpl)Context.System, Self, _log);
    }

    protected override void PreStart()
    {
        _cluster.Subscribe(Self, typeof(ClusterEvent.IMemberEvent), typeof(ClusterEvent.ReachabilityEvent));
        var wait = _notBefore - Context.System.Scheduler.MonotonicClock;
        if (wait > TimeSpan.Zero)
            _timers.Add(After(wait, MarginOver.Instance));
        CheckPermission();
    }

    protected override void PostStop()
    {
        _timers.ForEach(timer => timer.Cancel());
        _retry?.Cancel();
        _rebalance?.Cancel();
        _cluster.Unsubscribe(Self);
    }

    protected override bool Receive(object message)
    {
        switch (message)
        {
            case IShardingMessage request:
                ReceiveRequest(request);
                break;
            case ClusterEvent.CurrentClusterState state:
                _view.Apply(state);
                CheckPermission();
                foreach (var member in _view.Members)
                    Decide(new In.NodeExpected(RoleView.NodeName(member)));
                Announce();
                break;
            case ClusterEvent.IMemberEvent change:
                ReceiveMemberEvent(change);
                break;
            case ClusterEvent.ReachabilityEvent change:
                _view.Apply(change);
                CheckPermission();
                break;
            case ActorIdentity identity:
                ReceiveIdentity(identity);
                break;
            case Terminated terminated:
                _registrations.Forget(terminated.ActorRef);

                // Of a node that is lost nothing is known before it is removed.
                if (!terminated.AddressTerminated)
                    Decide(new In.RegionStopped(terminated.ActorRef));
                break;
            case AllocationAnswer answer:
                Decide(Answered(answer));
                break;
            case RebalanceAnswer answer:
                Decide(new In.RebalanceChosen(answer.Shards));
                break;
            case NodeGone gone:
                Decide(new In.NodeLost(gone.Node));
                break;
            case GetCurrentRegions:
                Sender.Tell(new CurrentRegions(_state.HostingRegions.Select(AddressOf).ToImmutableHashSet()));
                break;
            case MarginOver:
                CheckPermission();
                break;
            case RetryDue:
                _retry = null;
                Announce();
                Decide(new In.RetryDue());
                break;
            case RebalanceDue:
                _rebalance = null;
                if (_state.Ready)
                    _strategy.Rebalance(_state.Candidates, _state.HandOffsUnderWay);
                FollowState();
                break;
            default:
                return false;
        }

        return true;
    }

    private void ReceiveRequest(IShardingMessage message)
    {
        switch (message)
        {
            case FindCoordinator:
                Sender.Tell(new CoordinatorHere(_epoch, _cluster.SelfUniqueAddress.Uid), Self);
                break;
            case RegisterRegion register when register.Epoch == _epoch:
                Register(register);
                break;
            case NothingHosted nothing when nothing.Epoch == _epoch:
                Decide(new In.NodeHasNoRegion(RoleView.NodeName(AddressOf(Sender), nothing.Uid)));
                break;
            case GetShardHome get when get.Epoch == _epoch:
                Decide(new In.HomeRequested(Sender, get.Shard));
                break;
            case ShardStarted started when started.Epoch == _epoch:
                Decide(new In.ShardStarted(Sender, started.Shard));
                break;
            case ShardStopped stopped when stopped.Epoch == _epoch:
                Decide(new In.ShardStopped(Sender, stopped.Shard, stopped.Term));
                break;
            case HandOffBegun begun when begun.Epoch == _epoch:
                Decide(new In.HandOffBegun(Sender, begun.Shard, begun.Term));
                break;
            case LeaveRequest leave when leave.Epoch == _epoch:
                Decide(new In.LeaveRequested(Sender));
                break;
            case CollectStats collect:
                StatsCollection.Collect(_state.HostingRegions.ToList(), AddressOf, collect.Timeout).PipeTo(collect.ReplyTo, Self);
                break;
        }
    }

    // A region whose node is not a member here yet, or no more, has to come again.
    private void Register(RegisterRegion register)
    {
        var node = RoleView.NodeName(AddressOf(Sender), register.Uid);
        if (!register.Proxy && !_view.Members.Any(member => RoleView.NodeName(member) == node))
            return;
        Context.Watch(Sender);
        if (_registrations.Add(Sender, register.Part, register.Hosted) is { } hosted)
            Decide(new In.Registered(Sender, node, hosted, register.Proxy));
    }

    private void ReceiveMemberEvent(ClusterEvent.IMemberEvent change)
    {
        _view.Apply(change);
        CheckPermission();
        if (change is not ClusterEvent.MemberRemoved removed)
            return;
        var node = RoleView.NodeName(removed.Member);
        var margin = removed.PreviousStatus == MemberStatus.Down ? _cluster.DowningProvider.DownRemovalMargin : TimeSpan.Zero;
        if (margin <= TimeSpan.Zero)
        {
            Decide(new In.NodeLost(node));
            return;
        }

        Decide(new In.NodeRemoved(node));
        _timers.Add(After(margin, new NodeGone(node)));
    }

    // Regions answer by registering. Whether a node has none is known only once it cannot meet an older coordinator any more.
    private void Announce()
    {
        foreach (var member in _view.Members)
        {
            var node = RoleView.NodeName(member);
            if (!_state.SilentNodes.Contains(node))
                continue;
            var region = Context.ActorSelection(new RootActorPath(member.Address) / _settings.RegionPath);
            region.Tell(new CoordinatorHere(_epoch, _cluster.SelfUniqueAddress.Uid), Self);
            region.Tell(new Identify(node), Self);
        }
    }

    private void ReceiveIdentity(ActorIdentity identity)
    {
        if (identity.Subject is null && _view.Self is { } self && !_view.HasOlderThan(self))
            Decide(new In.NodeHasNoRegion((string)identity.MessageId));
    }

    private void CheckPermission() => Decide(new In.AllocationPermitted(
        _view.MajorityReachable && Context.System.Scheduler.MonotonicClock >= _notBefore));

    // A strategy that answers at once sees each allocation in the next question: effects wait for those that they lead to.
    private void Decide(In input)
    {
        Enqueue(input);
        while (_due.TryDequeue(out var effect))
            Execute(effect);
        FollowState();
    }

    private void Enqueue(In input)
    {
        foreach (var effect in _state.Decide(input))
            _due.Enqueue(effect);
    }

    private In Answered(AllocationAnswer answer)
    {
        _strategy.Report(answer);
        return answer.Region is null ? new In.AllocationFailed(answer.Shard) : new In.Allocated(answer.Shard, answer.Region);
    }

    /// <summary>Nothing is repeated while all is answered, and nothing rebalanced while there are no shards.</summary>
    private void FollowState()
    {
        var tuning = _settings.Sharding.TuningParameters;
        if (_state.NeedsRetry)
            _retry ??= After(tuning.RetryInterval, RetryDue.Instance);
        if (_state.HasShards)
            _rebalance ??= After(tuning.RebalanceInterval, RebalanceDue.Instance);
    }

    private void Execute(Out effect)
    {
        switch (effect)
        {
            case Out.ConfirmRegistration confirm:
                confirm.Region.Tell(new RegistrationConfirmed(_epoch), Self);
                break;
            case Out.Allocate allocate:
                if (_strategy.Allocate(allocate.Requester, allocate.Shard, _state.Candidates) is { } answer)
                    Enqueue(Answered(answer));
                break;
            case Out.Host host:
                host.Region.Tell(new HostShard(_epoch, host.Shard), Self);
                break;
            case Out.TellHome tell:
                tell.Requester.Tell(new ShardHome(_epoch, tell.Shard, tell.Home), Self);
                break;
            case Out.BeginHandOff begin:
                begin.Region.Tell(new BeginHandOff(_epoch, begin.Shard, begin.Term), Self);
                break;
            case Out.HandOff handOff:
                handOff.Region.Tell(new HandOffShard(_epoch, handOff.Shard, handOff.Term), Self);
                break;
            case Out.ReportConflict conflict:
                _log.Error(
                    "{0}: shard {1} runs at {2} and at {3}; the latter hands it off.",
                    _settings.TypeName, conflict.Shard, conflict.Owner, conflict.Claimant);
                break;
        }
    }

    private Address AddressOf(IActorRef region) => region.Path.Address.HasLocalScope ? _cluster.SelfAddress : region.Path.Address;

    private ICancelable After(TimeSpan delay, object message) =>
        Context.System.Scheduler.ScheduleTellOnceCancelable(delay, Self, message, Self);

    private sealed record NodeGone(string Node);

    private sealed class RetryDue
    {
        public static readonly RetryDue Instance = new();
    }

    private sealed class RebalanceDue
    {
        public static readonly RebalanceDue Instance = new();
    }

    private sealed class MarginOver
    {
        public static readonly MarginOver Instance = new();
    }
}

/// <param name="Cause">Why there is no region.</param>
internal sealed record AllocationAnswer(string Shard, IActorRef? Region, Exception? Cause) : INoSerializationVerificationNeeded;

internal sealed record RebalanceAnswer(ImmutableArray<string> Shards) : INoSerializationVerificationNeeded;
