using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Akka.Embedded.Runtime;

namespace Akka.Embedded.Membership;

/// <summary>
/// One node's part in the cluster: messages and ticks in, effects out; no actor, clock or network of its own.
/// Joining is in the other part of this type.
/// </summary>
internal sealed partial class MembershipMachine
{
    private readonly UniqueAddress _self;
    private readonly MembershipSettings _settings;
    private readonly RandomSource _random;
    private readonly TimeProvider _time;
    private readonly JoinProcess _join;
    private readonly List<ClusterEffect> _effects = [];
    private readonly SortedSet<UniqueAddress> _exitingConfirmed = [];
    private Gossip _published = Gossip.Empty;
    private VectorClock _spread = VectorClock.Empty;
    private long? _notConvergedSince;
    private bool _exitingBegun;

    public MembershipMachine(UniqueAddress self, MembershipSettings settings, RandomSource random, TimeProvider time)
    {
        _self = self;
        _settings = settings;
        _random = random;
        _time = time;
        _join = new JoinProcess(self.Address, settings, time);
        State = new MembershipState(self, Gossip.Empty);
    }

    public MembershipState State { get; private set; }

    /// <summary>Nothing more will come of this machine.</summary>
    public bool IsShutDown { get; private set; }

    private bool IsMember => State.Self is not null;

    /// <summary>What has come of the inputs since the last call, in order.</summary>
    public ImmutableArray<ClusterEffect> TakeEffects()
    {
        ImmutableArray<ClusterEffect> taken = [.. _effects];
        _effects.Clear();
        return taken;
    }

    public void Receive(IClusterMessage message)
    {
        if (IsShutDown)
        {
            return;
        }

        switch (message)
        {
            case InitJoin m:
                OnInitJoin(m);
                break;
            case InitJoinAck m:
                Do(_join.Acknowledged(m.From));
                break;
            case InitJoinNack m:
                OnRefusal(m);
                break;
            case Join m:
                OnJoin(m);
                break;
            case Welcome m:
                OnWelcome(m);
                break;
            case GossipEnvelope m:
                OnGossip(m);
                break;
            case GossipStatus m:
                OnStatus(m);
                break;
            case ConfirmMember m when State.Members.GetValueOrDefault(m.Node) is { Status: not MemberStatus.Down }:
                Send(m.Node.Address, new MemberConfirmed(_self));
                break;
            case ExitingConfirmed m when State.Members.ContainsKey(m.Node):
                _exitingConfirmed.Add(m.Node);
                break;
        }

        Settle();
    }

    public void Leave(Address address)
    {
        var member = State.MemberAt(address);
        if (member?.Status is MemberStatus.Joining or MemberStatus.WeaklyUp or MemberStatus.Up)
        {
            Update(State.Gossip.With(member.Copy(MemberStatus.Leaving)));
        }
        else if (member is null)
        {
            Log($"{address} cannot leave: it is not a member.");
        }

        Settle();
    }

    public void Down(Address address)
    {
        var member = State.MemberAt(address);
        if (member is null)
        {
            Log($"{address} cannot be downed: it is not a member.");
        }
        else if (member.Status != MemberStatus.Down)
        {
            Log($"{address} is marked as Down, it was {member.Status}.");
            Update(State.Gossip.With(member.Copy(MemberStatus.Down)));

            // It may be removed at once, and would then hear of it from nobody.
            SendGossip(member.UniqueAddress);
        }

        Settle();
    }

    /// <summary>This exiting node has ended its work: the leader may remove it.</summary>
    public void ConfirmExiting()
    {
        if (IsShutDown)
        {
            return;
        }

        var reachable = State.Members.Values.Where(m => State.CanReach(m.UniqueAddress)).OrderBy(m => MemberProgress.Rank(m.Status));
        foreach (var member in reachable.Take(_settings.EagerGossipFanout))
        {
            Send(member.Address, new ExitingConfirmed(_self));
        }

        ShutDown(downed: false);
    }

    public void LeaderTick()
    {
        if (!IsMember || State.IsConverged(_exitingConfirmed))
        {
            _notConvergedSince = null;
        }
        else
        {
            var since = _notConvergedSince ??= _time.GetTimestamp();
            if (State.IsLeader && _settings.WeaklyUpAfter is { } patience && _time.GetElapsedTime(since) >= patience)
            {
                Take(LeaderActions.WithoutConvergence(State, _settings));
            }
        }

        Settle();
    }

    /// <summary>What the failure detectors of the monitored nodes say.</summary>
    public void Reap(IReadOnlyCollection<UniqueAddress> available, IReadOnlyCollection<UniqueAddress> unavailable)
    {
        var before = State.Gossip.Reachability;
        var after = before;
        foreach (var node in unavailable)
        {
            after = State.Members.ContainsKey(node) ? after.Unreachable(_self, node) : after;
        }

        foreach (var node in available)
        {
            after = after.Reachable(_self, node);
        }

        if (IsMember && !ReferenceEquals(before, after))
        {
            Update(State.Gossip with { Reachability = after });
        }

        Settle();
    }

    /// <summary>Leader actions, then telling: subscribers, other nodes, and this node itself of its own end.</summary>
    private void Settle()
    {
        if (IsShutDown || !IsMember)
        {
            return;
        }

        ForgetRemoved();
        for (var step = Lead(); step; step = Lead())
        {
            ForgetRemoved();
        }

        AdmitPending();
        CallBack();
        Publish();
        Spread();
        FollowOwnStatus();
    }

    private void ForgetRemoved()
    {
        if (_exitingConfirmed.Count > 0)
        {
            _exitingConfirmed.RemoveWhere(n => !State.Members.ContainsKey(n));
        }
    }

    private void Publish()
    {
        if (!ReferenceEquals(_published, State.Gossip))
        {
            _published = State.Gossip;
            _effects.Add(new ClusterEffect.Publish(State));
        }
    }

    private bool Lead()
    {
        if (!State.IsLeader || !State.IsConverged(_exitingConfirmed))
        {
            return false;
        }

        var next = LeaderActions.OnConvergence(State, _settings, _exitingConfirmed, _time.GetUtcNow());
        if (ReferenceEquals(next, State.Gossip))
        {
            return false;
        }

        // Every version is published, so that subscribers miss no step of a member that goes fast.
        Publish();
        Take(next);
        return true;
    }

    private void FollowOwnStatus()
    {
        switch (State.Self?.Status)
        {
            case MemberStatus.Down:
                ShutDown(downed: true);
                break;
            case MemberStatus.Exiting when !_exitingBegun:
                _exitingBegun = true;
                _effects.Add(new ClusterEffect.BeginExiting());
                break;
        }
    }

    private void ShutDown(bool downed)
    {
        IsShutDown = true;
        _join.Stop();
        _effects.Add(new ClusterEffect.ShutDown(downed));
    }

    private void Update(Gossip changed) => Take(changed.NextVersion(_self));

    private void Take(Gossip gossip) => State = State.With(gossip);

    private void Send(Address to, IClusterMessage message) => _effects.Add(new ClusterEffect.Send(to, message));

    private void Log(string text, bool warning = false) => _effects.Add(new ClusterEffect.Log(warning, text));
}
