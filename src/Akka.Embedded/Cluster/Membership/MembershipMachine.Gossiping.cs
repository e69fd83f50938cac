using System.Collections.Immutable;
using Akka.Cluster;

namespace Akka.Embedded.Membership;

/// <summary>Telling and hearing.</summary>
internal sealed partial class MembershipMachine
{
    private ImmutableSortedSet<UniqueAddress>? _digested;
    private ulong _digest;

    public void GossipTick()
    {
        if (IsMember && GossipTargets.Periodic(State, _random) is { } target)
        {
            if (State.Gossip.SeenBy(target))
            {
                Send(target.Address, new GossipStatus(_self, State.Gossip.Version, SeenDigest()));
            }
            else
            {
                SendGossip(target);
            }
        }
    }

    private void OnGossip(GossipEnvelope m)
    {
        var local = State.Gossip;
        if (m.To != _self || !IsMember || !m.Gossip.HasMember(_self) || !m.Gossip.HasMember(m.From)
            || local.Tombstones.ContainsKey(m.From) || !local.Reachability.IsReachable(_self, m.From)
            || !IsOfThisCluster(m.From, m.Gossip))
        {
            return;
        }

        var (winner, talkBack) = GossipMerger.Receive(_self, local, m.Gossip);
        Take(winner.MarkSeen(_self));
        DownFormerLives(local.Members);
        if (talkBack)
        {
            SendGossip(m.From);
        }
    }

    /// <summary>
    /// False: another cluster took this node in, late, when it had given up there and joined this one. Merging the two would make
    /// members of nodes that know nothing of what the others own.
    /// </summary>
    private bool IsOfThisCluster(UniqueAddress sender, Gossip received) =>
        State.Members.ContainsKey(sender)
        || received.Members.Keys.Any(n => n != _self && (State.Members.ContainsKey(n) || State.Gossip.Tombstones.ContainsKey(n)));

    private void OnStatus(GossipStatus m)
    {
        if (!IsMember || !State.CanReach(m.From))
        {
            return;
        }

        var order = m.Version.CompareTo(State.Gossip.Version);
        if (order == ClockOrder.After)
        {
            Send(m.From.Address, new GossipStatus(_self, State.Gossip.Version, SeenDigest()));
        }
        else if (order != ClockOrder.Same || m.SeenDigest != SeenDigest())
        {
            SendGossip(m.From);
        }
    }

    /// <summary>A new version goes out at once; who has seen it meanwhile is left to the periodic gossip.</summary>
    private void Spread()
    {
        if (State.Gossip.Version.CompareTo(_spread) == ClockOrder.Same)
        {
            return;
        }

        _spread = State.Gossip.Version;
        foreach (var target in GossipTargets.Eager(State, _random, _settings))
        {
            SendGossip(target);
        }
    }

    private ulong SeenDigest()
    {
        if (!ReferenceEquals(_digested, State.Gossip.Seen))
        {
            (_digested, _digest) = (State.Gossip.Seen, NodeHash.OfSet(State.Gossip.Seen));
        }

        return _digest;
    }

    private void SendGossip(UniqueAddress to) => Send(to.Address, new GossipEnvelope(_self, to, State.Gossip));
}
