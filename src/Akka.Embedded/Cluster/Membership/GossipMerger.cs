using System.Collections.Immutable;
using Akka.Cluster;

namespace Akka.Embedded.Membership;

/// <summary>What comes of a received gossip.</summary>
/// <param name="Winner">The state to go on with, not yet marked as seen here.</param>
/// <param name="TalkBack">The sender lacks something of it.</param>
internal readonly record struct GossipOutcome(Gossip Winner, bool TalkBack);

internal static class GossipMerger
{
    public static GossipOutcome Receive(UniqueAddress self, Gossip local, Gossip remote)
    {
        var tombstones = Gossip.MergeTombstones(local.Tombstones, remote.Tombstones);
        var mine = local.Version.Prune(tombstones.Keys);
        var theirs = remote.Version.Prune(tombstones.Keys);
        var order = theirs.CompareTo(mine);
        if (order == ClockOrder.Concurrent)
        {
            return new(Gossip.Merge(local, remote), TalkBack: true);
        }

        // A version that follows the other one and yet brings back what was removed is not newer, it has merely forgotten.
        var (winner, other) = order == ClockOrder.After ? (remote, local) : (local, remote);
        if (tombstones.Keys.Any(winner.HasMember) || LacksProgressOf(winner, other, tombstones))
        {
            return new(Gossip.Merge(local, remote).NextVersion(self), TalkBack: true);
        }

        if (order == ClockOrder.Same)
        {
            var same = local.Seen.SetEquals(remote.Seen) && local.Tombstones.Count == tombstones.Count;
            return new(
                same ? local : local with { Seen = local.Seen.Union(remote.Seen), Tombstones = tombstones, Version = mine },
                TalkBack: local.SeenBy(self) && !remote.SeenBy(self));
        }

        return order == ClockOrder.After
            ? new(remote with { Version = theirs, Tombstones = tombstones }, TalkBack: false)
            : new(Known(local, mine, tombstones), TalkBack: true);
    }

    /// <summary>
    /// Whoever is removed takes its count out of all versions, and with it goes what only it had said, such as that another one is
    /// down: the orders of versions do not show that. A member never goes back, so what is further is what holds.
    /// </summary>
    private static bool LacksProgressOf(
        Gossip winner, Gossip other, ImmutableSortedDictionary<UniqueAddress, DateTimeOffset> tombstones)
    {
        foreach (var (node, member) in other.Members)
        {
            if (tombstones.ContainsKey(node)) continue;
            if (!winner.Members.TryGetValue(node, out var known)) return true;
            if (known.Status != member.Status && ReferenceEquals(MemberProgress.Further(known, member), member)) return true;
        }

        return false;
    }

    private static Gossip Known(Gossip local, VectorClock version, ImmutableSortedDictionary<UniqueAddress, DateTimeOffset> tombstones) =>
        local.Tombstones.Count == tombstones.Count ? local : local with { Version = version, Tombstones = tombstones };
}
