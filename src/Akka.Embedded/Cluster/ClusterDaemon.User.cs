using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;

namespace Akka.Embedded.Membership;

internal sealed partial class ClusterDaemon
{
    private void ReceiveUser()
    {
        Receive<JoinTo>(m => Run(machine => machine.JoinTo(m.Address)));
        Receive<JoinSeeds>(m => JoinSeedNodes(m.Seeds));
        Receive<LeaveAt>(m => Run(machine => machine.Leave(m.Address)));
        Receive<DownAt>(m => Run(machine => machine.Down(m.Address)));
        Receive<Subscribe>(OnSubscribe);
        Receive<Unsubscribe>(OnUnsubscribe);
        Receive<OnUp>(m => _milestones.WhenUp(_published, m.Callback));
        Receive<LeaveFirst>(OnLeaveFirst);
        Receive<AwaitExiting>(m => _milestones.WhenExiting(_published, m.Done));
        Receive<ConfirmExiting>(OnConfirmExiting);
        Receive<End>(_ => Context.Stop(Self));
        Receive<TellStates>(_ => OnTellStates());
    }

    private void OnLeaveFirst(LeaveFirst m)
    {
        _milestones.WhenLeaving(_published, m.Done);
        if (_published.Self is not null)
        {
            Run(machine => machine.Leave(_cluster.SelfAddress));
        }
    }

    private void OnConfirmExiting(ConfirmExiting m)
    {
        Run(machine => machine.ConfirmExiting());
        m.Done();
    }

    private void OnSubscribe(Subscribe m)
    {
        if (m.Mode == ClusterEvent.SubscriptionInitialStateMode.InitialStateAsSnapshot)
        {
            m.Subscriber.Tell(_published.Shown, ActorRefs.NoSender);
        }
        else
        {
            var nothing = new MembershipState(_cluster.SelfUniqueAddress, Gossip.Empty);
            foreach (var happened in ClusterEventDiff.Between(nothing, _published).Where(e => m.To.Any(t => t.IsInstanceOfType(e))))
            {
                m.Subscriber.Tell(happened, ActorRefs.NoSender);
            }
        }

        foreach (var type in m.To)
        {
            _system.EventStream.Subscribe(m.Subscriber, type);
        }
    }

    private void OnTellStates()
    {
        _stateReader = Sender;
        TellState();
    }

    private void TellState() =>
        _stateReader?.Tell(new ResolverActor.Situation(_published, _monitor.Ended), ActorRefs.NoSender);

    private void OnUnsubscribe(Unsubscribe m)
    {
        if (m.To is null)
        {
            _system.EventStream.Unsubscribe(m.Subscriber);
        }
        else
        {
            _system.EventStream.Unsubscribe(m.Subscriber, m.To);
        }
    }

    private void Publish(MembershipState state)
    {
        var events = ClusterEventDiff.Between(_published, state).ToImmutableArray();
        var hasNews = !state.HasMembersOf(_published);
        _published = state;
        _cluster.Show(state.Shown);
        if (hasNews)
        {
            Monitor(state);
        }

        foreach (var happened in events)
        {
            Follow(happened);
            _system.EventStream.Publish(happened);
        }

        if (!_cluster.IsTerminated)
        {
            TellState();
        }

        _milestones.Reached(state);
    }

    private void Monitor(MembershipState state)
    {
        var self = _cluster.SelfUniqueAddress;
        var unreachable = state.Gossip.Reachability.AllUnreachable();
        var own = state.Gossip.Reachability.UnreachableFrom(self).Where(state.Members.ContainsKey);
        var ring = HeartbeatRing.Receivers(self, state.Members.Keys, unreachable, _cluster.Settings.MonitoredByNrOfMembers);
        var added = ring.Union(own).Except(_monitor.Receivers);
        _monitor.SetReceivers(ring.Union(own));
        if (!added.IsEmpty)
        {
            Heartbeats(added);
            FollowPulse();
        }
    }

    /// <summary>Remoting hears of who is in the cluster's care, and of who is gone for good.</summary>
    private void Follow(ClusterEvent.IClusterDomainEvent happened)
    {
        if (happened is not ClusterEvent.IMemberEvent change)
        {
            return;
        }

        var member = change.Member;
        Log(warning: false, $"{happened}");
        if (member.UniqueAddress == _cluster.SelfUniqueAddress)
        {
            return;
        }

        var isMember = _published.MemberAt(member.Address) is not null;
        _provider.Watcher.LeaveToCluster(member.Address, isMember);
        if (happened is ClusterEvent.MemberRemoved removed && !_cluster.IsTerminated)
        {
            Bury(member.UniqueAddress, removed.PreviousStatus == MemberStatus.Down);
        }
    }

    private void Bury(UniqueAddress gone, bool wasDowned)
    {
        var uid = _provider.Remoting.AssociationWith(gone.Address).PeerUid;
        if (uid != 0 && uid != gone.Uid)
        {
            // A new incarnation is there already; remoting ended the watches of the old one when it appeared.
            return;
        }

        if (wasDowned)
        {
            _provider.Remoting.GiveUp(gone.Address, gone.Uid);
        }
        else
        {
            _provider.Remoting.AssociationWith(gone.Address).ForgetPending();
            _provider.Remoting.EndWatches(gone.Address);
        }
    }

    internal sealed record JoinTo(Address Address);

    internal sealed record JoinSeeds(ImmutableArray<Address> Seeds);

    internal sealed record LeaveAt(Address Address);

    internal sealed record DownAt(Address Address);

    internal sealed record Subscribe(IActorRef Subscriber, ClusterEvent.SubscriptionInitialStateMode Mode, ImmutableArray<Type> To);

    internal sealed record Unsubscribe(IActorRef Subscriber, Type? To);

    internal sealed record OnUp(Action Callback);

    /// <summary>Coordinated shutdown, step by step.</summary>
    internal sealed record LeaveFirst(Action Done);

    internal sealed record AwaitExiting(Action Done);

    internal sealed record ConfirmExiting(Action Done);

    internal sealed record End;

    /// <summary>The sender, the downing actor, is told every state as it is.</summary>
    internal sealed class TellStates
    {
        public static readonly TellStates Instance = new();
    }
}
