using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;

namespace Akka.Embedded.Membership;

internal sealed partial class MembershipMachine
{
    /// <summary>Newcomers that wait until their own old incarnation is removed.</summary>
    private const int MaxPendingJoins = 64;

    /// <summary>Nodes that were in no cluster either and are told when they may join.</summary>
    private const int MaxCallers = 256;

    // One per address: the newest incarnation, since those before it are gone.
    private readonly SortedDictionary<Address, Join> _pendingJoins = new(AddressOrder.Instance);
    private readonly SortedSet<Address> _callers = new(AddressOrder.Instance);

    /// <summary>On the way into a cluster: <see cref="JoinTick"/> is needed.</summary>
    public bool IsJoining => _join.IsActive;

    private bool MayBeJoined =>
        State.Self?.Status is MemberStatus.Joining or MemberStatus.WeaklyUp or MemberStatus.Up or MemberStatus.Leaving;

    public void JoinSeedNodes(IReadOnlyList<Address> seeds)
    {
        if (MayJoin($"seed nodes [{string.Join(", ", seeds)}]"))
        {
            Do(_join.ToSeeds(seeds));
            Settle();
        }
    }

    public void JoinTo(Address address)
    {
        if (!MayJoin(address.ToString()))
        {
            return;
        }

        if (address.Protocol != _self.Address.Protocol || address.System != _self.Address.System)
        {
            Log($"{address} is not joined: protocol and system name must be those of {_self.Address}.", warning: true);
            return;
        }

        _join.Stop();
        Do(_join.JoinNow(address));
        Settle();
    }

    public void JoinTick()
    {
        Do(_join.Tick());
        Settle();
    }

    private bool MayJoin(string what)
    {
        if (!IsMember && !IsShutDown)
        {
            return true;
        }

        Log($"Join of {what} is ignored: this node is in a cluster, or has been in one.");
        return false;
    }

    private void Do(JoinStep? step)
    {
        switch (step)
        {
            case JoinStep.Contact contact:
                foreach (var seed in contact.Seeds)
                {
                    Send(seed, new InitJoin(_self.Address));
                }

                break;
            case JoinStep.Join join when join.Address.Equals(_self.Address):
                _join.Stop();
                Admit(new Join(_self, _settings.Roles, _settings.AppVersion));
                break;
            case JoinStep.Join join:
                Send(join.Address, new Join(_self, _settings.Roles, _settings.AppVersion));
                break;
        }
    }

    private void OnInitJoin(InitJoin m)
    {
        if (MayBeJoined)
        {
            Send(m.From, new InitJoinAck(_self.Address));
            return;
        }

        RememberCaller(m.From);
        Send(m.From, new InitJoinNack(_self.Address));

        // Who asks is in no cluster itself: as good as its refusal, and heard of before it could be reached.
        Do(_join.Refused(m.From));
    }

    private void OnRefusal(InitJoinNack m)
    {
        RememberCaller(m.From);
        Do(_join.Refused(m.From));
    }

    /// <summary>It may be looking for a cluster, too: it is told as soon as this node is in one.</summary>
    private void RememberCaller(Address node)
    {
        if (!IsMember && _callers.Count < MaxCallers)
        {
            _callers.Add(node);
        }
    }

    private void CallBack()
    {
        foreach (var caller in _callers)
        {
            Send(caller, new InitJoinAck(_self.Address));
        }

        _callers.Clear();
    }

    private void OnJoin(Join m)
    {
        if (!MayBeJoined)
        {
            return;
        }

        if (m.Node.Address.System != _self.Address.System || m.Node.Address.Protocol != _self.Address.Protocol)
        {
            Log($"{m.Node.Address} may not join: protocol and system name must be those of {_self.Address}.", warning: true);
            return;
        }

        var present = State.MemberAt(m.Node.Address);
        if (present is null)
        {
            AdmitUnlessRemoved(m);
        }
        else if (present.UniqueAddress == m.Node)
        {
            Send(m.Node.Address, new Welcome(_self, State.Gossip));
        }
        else if (m.Node != _self && present.UniqueAddress != _self)
        {
            Replace(present, m);
        }
    }

    /// <summary>The node restarted: its old incarnation is gone for certain, the new one comes in after it is removed.</summary>
    private void Replace(Member old, Join newcomer)
    {
        var address = newcomer.Node.Address;
        if (_pendingJoins.Count < MaxPendingJoins || _pendingJoins.ContainsKey(address))
        {
            _pendingJoins[address] = newcomer;
        }

        if (old.Status != MemberStatus.Down)
        {
            Log($"{old.Address} has restarted: its old incarnation {old.UniqueAddress.Uid} is marked as Down.");
            var reachability = State.Gossip.Reachability.Unreachable(_self, old.UniqueAddress);
            Update(State.Gossip.With(old.Copy(MemberStatus.Down)) with { Reachability = reachability });
        }
    }

    /// <summary>
    /// Two nodes can take in two lives of one address, each knowing of one only. Whoever lives there knows that the other one is over.
    /// </summary>
    /// <param name="known">The members looked through before; nothing is done while they are the same.</param>
    private void DownFormerLives(ImmutableSortedDictionary<UniqueAddress, Member>? known)
    {
        if (ReferenceEquals(known, State.Members))
        {
            return;
        }

        foreach (var former in State.Members.Values)
        {
            if (former.UniqueAddress != _self && former.Status != MemberStatus.Down && former.Address.Equals(_self.Address))
            {
                Log($"{former.UniqueAddress} was this address before: it is marked as Down.");
                var reachability = State.Gossip.Reachability.Unreachable(_self, former.UniqueAddress);
                Update(State.Gossip.With(former.Copy(MemberStatus.Down)) with { Reachability = reachability });
            }
        }
    }

    private void AdmitPending()
    {
        if (_pendingJoins.Count == 0)
        {
            return;
        }

        foreach (var pending in _pendingJoins.Values.Where(p => State.MemberAt(p.Node.Address) is null).ToList())
        {
            _pendingJoins.Remove(pending.Node.Address);
            AdmitUnlessRemoved(pending);
        }
    }

    private void AdmitUnlessRemoved(Join m)
    {
        if (State.Gossip.Tombstones.ContainsKey(m.Node))
        {
            Log($"{m.Node} was removed from this cluster: its actor system must restart to join again.", warning: true);
        }
        else
        {
            Admit(m);
        }
    }

    private void Admit(Join m)
    {
        Update(State.Gossip.With(Member.Create(m.Node, m.Roles, m.AppVersion)));
        if (m.Node != _self)
        {
            Send(m.Node.Address, new Welcome(_self, State.Gossip));
        }
    }

    private void OnWelcome(Welcome m)
    {
        if (IsMember || !m.From.Address.Equals(_join.Target) || !m.Gossip.HasMember(_self))
        {
            return;
        }

        _join.Stop();
        Take(m.Gossip.MarkSeen(_self));
        DownFormerLives(known: null);
        SendGossip(m.From);
    }
}
