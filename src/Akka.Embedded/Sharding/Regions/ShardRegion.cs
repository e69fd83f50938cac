using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Sharding;
using Akka.Embedded.Membership;
using Akka.Embedded.Sharding.Protocol;
using Akka.Event;
using In = Akka.Embedded.Sharding.Regions.RegionInput<Akka.Actor.IActorRef>;
using Out = Akka.Embedded.Sharding.Regions.RegionEffect<Akka.Actor.IActorRef>;

namespace Akka.Embedded.Sharding.Regions;

/// <summary>
/// The way to all entities of a type from this node: gives messages to the shards it hosts, sends the others to the region that hosts
/// them, and holds back what has no known home. What it may host is decided by <see cref="RegionState{TRegion}"/>.
/// </summary>
internal sealed class ShardRegion : ActorBase
{
    private readonly RegionSettings _settings;
    private readonly Akka.Cluster.Cluster _cluster;
    private readonly RoleView _view;
    private readonly RegionState<IActorRef> _state;
    private readonly Dictionary<string, IActorRef> _targets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IActorRef> _shards = new(StringComparer.Ordinal);
    private readonly HashSet<IActorRef> _homes = [];
    private readonly RegistrationParts _registrations = new();
    private readonly ShardBuffers _buffers;
    private readonly ILoggingAdapter _log;
    private readonly CoordinatorLink _link;
    private bool _isDoubtful;

    public ShardRegion(RegionSettings settings)
    {
        _settings = settings;
        _cluster = Akka.Cluster.Cluster.Get(Context.System);
        _view = new RoleView(_cluster.SelfUniqueAddress, settings.Sharding.Role);
        _state = new RegionState<IActorRef>(Self, settings.IsProxy);
        _buffers = new ShardBuffers(settings.Sharding.TuningParameters.BufferSize);
        _link = new CoordinatorLink(Context, settings.CoordinatorPath, settings.Sharding.TuningParameters.RetryInterval);
        _log = Context.GetLogger();
    }

    protected override void PreStart()
    {
        _cluster.Subscribe(Self, typeof(ClusterEvent.IMemberEvent));
    }

    protected override void PostStop()
    {
        _link.ForgetRetry();
        _cluster.Unsubscribe(Self);
    }

    // A failed shard stops, and the state decides whether it starts again.
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    protected override bool Receive(object message)
    {
        switch (message)
        {
            case ShardingEnvelope envelope:
                Deliver(envelope, Sender);
                break;
            case IShardingMessage command:
                ReceiveCommand(command);
                break;
            case ClusterEvent.CurrentClusterState state:
                _view.Apply(state);
                MembershipChanged();
                break;
            case ClusterEvent.IMemberEvent change:
                ReceiveMemberEvent(change);
                break;
            case Terminated terminated:
                ReceiveTerminated(terminated.ActorRef);
                break;
            case ClusterDaemon.Sure:
                GoOn();
                break;
            case RetryDue:
                _link.ForgetRetry();
                Decide(new In.RetryDue());
                break;
            case GracefulShutdown:
                Decide(new In.Leave());
                break;
            case IShardRegionQuery query:
                ReceiveQuery(query);
                break;
            default:
                Deliver(message, Sender);
                break;
        }

        return true;
    }

    private void Deliver(object message, IActorRef sender)
    {
        var entity = _settings.Extractor.EntityId(message, _log);
        var shard = string.IsNullOrEmpty(entity) ? null : _settings.Extractor.ShardId(entity, message, _log);
        if (string.IsNullOrEmpty(shard))
            Unhandled(message);
        else if (!_targets.TryGetValue(shard, out var target))
            Hold(shard, message, sender);
        else if (IsSure())
            target.Tell(message, sender);
        else
            TryBuffer(shard, message, sender);
    }

    /// <summary>
    /// False: this node was held up, and what it hosts may have another owner by now. Then everything waits for <see cref="GoOn"/>.
    /// </summary>
    private bool IsSure()
    {
        if (!_isDoubtful && !_cluster.Pulse.IsSure)
        {
            _isDoubtful = true;
            _cluster.TellWhenSure(Self);
        }

        return !_isDoubtful;
    }

    private void GoOn()
    {
        _isDoubtful = false;
        foreach (var shard in _buffers.Names)
        {
            if (_targets.TryGetValue(shard, out var target))
                SendTo(shard, target);
            else
                Decide(new In.HomeWanted(shard));
        }
    }

    private void Hold(string shard, object message, IActorRef sender)
    {
        if (TryBuffer(shard, message, sender))
            Decide(new In.HomeWanted(shard));
    }

    private bool TryBuffer(string shard, object message, IActorRef sender)
    {
        if (_buffers.TryAdd(shard, message, sender))
            return true;
        _log.Warning(
            "{0}: the buffer is full with {1} messages; one for shard {2} is dropped.", _settings.TypeName, _buffers.Count, shard);
        Context.System.DeadLetters.Tell(message, sender);
        return false;
    }

    private void ReceiveCommand(IShardingMessage message)
    {
        switch (message)
        {
            case CoordinatorHere here:
                MeetCoordinator(here);
                break;
            case Protocol.RegistrationConfirmed confirmed:
                Decide(new In.RegistrationConfirmed(confirmed.Epoch));
                break;
            case HostShard host:
                Decide(new In.HostShard(host.Epoch, host.Shard));
                break;
            case ShardHome home when _view.MayHost(home.Home.Path.Address):
                Decide(new In.HomeTold(home.Epoch, home.Shard, home.Home));
                break;
            case ShardHome:
                // The coordinator has not heard yet that this member is gone; it is asked again.
                break;
            case Protocol.BeginHandOff begin:
                Decide(new In.BeginHandOff(begin.Epoch, begin.Shard, begin.Term));
                break;
            case HandOffShard handOff:
                Decide(new In.HandOff(handOff.Epoch, handOff.Shard, handOff.Term));
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    // Epochs order the coordinators of one cluster only. This node may have been a member of another one in an earlier life, and that
    // one's coordinator still look for it at its address; and its own earlier life may still be a member here.
    private void MeetCoordinator(CoordinatorHere here)
    {
        var address = Sender.Path.Address.HasLocalScope ? _cluster.SelfAddress : Sender.Path.Address;
        if (!_view.Members.Any(member => member.UniqueAddress.Uid == here.Uid && member.Address.Equals(address)))
            return;
        if (here.Epoch >= _state.Epoch)
            _link.Meet(Sender);
        Decide(new In.CoordinatorFound(here.Epoch));
    }

    private void ReceiveMemberEvent(ClusterEvent.IMemberEvent change)
    {
        _view.Apply(change);
        if (change is ClusterEvent.MemberRemoved or ClusterEvent.MemberDowned)
        {
            // What comes from now on waits for the next home.
            foreach (var home in _homes.Where(home => home.Path.Address == change.Member.Address).ToList())
                ForgetHome(home);
        }

        MembershipChanged();
        if (change is ClusterEvent.MemberRemoved)
            Decide(new In.HomesChanged());
    }

    private void MembershipChanged()
    {
        if (_view.SelfUp && !_state.Up)
            Decide(new In.MemberUp());
        if (_link.Follow(_view.Oldest))
            LoseCoordinator();
    }

    private void ReceiveTerminated(IActorRef actor)
    {
        if (actor.Equals(_link.Coordinator))
        {
            LoseCoordinator();
        }
        else if (_homes.Contains(actor))
        {
            ForgetHome(actor);
        }
        else
        {
            var shard = Shard.IdOf(actor.Path.Name);
            if (!_shards.TryGetValue(shard, out var own) || !own.Equals(actor))
                return;
            _shards.Remove(shard);
            _targets.Remove(shard);
            Decide(new In.ShardStopped(shard));
        }
    }

    private void LoseCoordinator()
    {
        _link.Lose();
        _link.ForgetRetry();
        Decide(new In.CoordinatorLost());
    }

    private void ForgetHome(IActorRef region)
    {
        Context.Unwatch(region);
        _homes.Remove(region);
        Decide(new In.RegionLost(region));
    }

    private void ReceiveQuery(IShardRegionQuery query)
    {
        switch (query)
        {
            case GetShardRegionState:
                RegionQueries.State(_shards, _settings.Sharding.ShardRegionQueryTimeout).PipeTo(Sender, Self);
                break;
            case GetShardRegionStats:
                RegionQueries.Stats(_shards, _settings.Sharding.ShardRegionQueryTimeout).PipeTo(Sender, Self);
                break;
            case GetCurrentRegions when _link.Coordinator is null:
                Sender.Tell(new CurrentRegions(ImmutableHashSet<Address>.Empty));
                break;
            case GetCurrentRegions:
                _link.Coordinator.Tell(query, Sender);
                break;
            case GetClusterShardingStats when _link.Coordinator is null:
                Sender.Tell(new ClusterShardingStats(ImmutableDictionary<Address, ShardRegionStats>.Empty));
                break;
            case GetClusterShardingStats all:
                _link.Send(new CollectStats(_state.Epoch, all.Timeout, Sender));
                break;
            default:
                Unhandled(query);
                break;
        }
    }

    private void Decide(In input)
    {
        foreach (var effect in _state.Decide(input))
            Execute(effect);
        if (_state.NeedsRetry)
            _link.ScheduleRetry(_state.Registered, RetryDue.Instance);
    }

    private void Execute(Out effect)
    {
        var epoch = _state.Epoch;
        switch (effect)
        {
            case Out.FindCoordinator:
                _link.Search();
                break;
            case Out.Promise promise:
                _link.Send(new NothingHosted(promise.Epoch, _cluster.SelfUniqueAddress.Uid));
                break;
            case Out.Register register:
                foreach (var part in _registrations.Next(register.Hosted))
                    _link.Send(new RegisterRegion(epoch, _cluster.SelfUniqueAddress.Uid, _settings.IsProxy, part.Shards, part.Place));
                break;
            case Out.AskHome ask:
                _link.Send(new GetShardHome(epoch, ask.Shard));
                break;
            case Out.Run run:
                SendTo(run.Shard, StartShard(run.Shard));
                break;
            case Out.ConfirmStarted started:
                _link.Send(new ShardStarted(epoch, started.Shard));
                break;
            case Out.Route route:
                if (_homes.Add(route.Home))
                    Context.Watch(route.Home);
                SendTo(route.Shard, route.Home);
                break;
            case Out.Hold hold:
                _targets.Remove(hold.Shard);
                break;
            case Out.ConfirmHandOffBegun begun:
                _link.Send(new HandOffBegun(epoch, begun.Shard, begun.Term));
                break;
            case Out.Stop stop:
                StopShard(stop.Shard);
                break;
            case Out.ConfirmStopped stopped:
                _link.Send(new ShardStopped(epoch, stopped.Shard, stopped.Term));
                break;
            case Out.RequestLeave:
                _link.Send(new LeaveRequest(epoch));
                break;
            case Out.Finish:
                Context.Stop(Self);
                break;
        }
    }

    private IActorRef StartShard(string shard)
    {
        if (!_shards.TryGetValue(shard, out var running))
        {
            var settings = _settings;
            running = Context.Watch(Context.ActorOf(Props.Of(() => new Shard(settings)), Shard.NameOf(shard)));
            _shards[shard] = running;
        }

        return running;
    }

    private void StopShard(string shard) => _shards[shard].Tell(HandOffEntities.Instance, Self);

    private void SendTo(string shard, IActorRef target)
    {
        _targets[shard] = target;
        if (_buffers.IsEmpty(shard) || !IsSure())
            return;
        foreach (var waiting in _buffers.Take(shard))
            target.Tell(waiting.Message, waiting.Sender);
    }

    private sealed class RetryDue
    {
        public static readonly RetryDue Instance = new();
    }
}
