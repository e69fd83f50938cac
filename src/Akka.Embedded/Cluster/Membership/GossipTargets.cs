using Akka.Cluster;
using Akka.Embedded.Runtime;

namespace Akka.Embedded.Membership;

/// <summary>Whom to tell.</summary>
internal static class GossipTargets
{
    /// <summary>Of the periodic gossip, how often it goes to one that has not seen the present version, if there is any.</summary>
    private const double PreferUnseen = 0.8;

    /// <summary>For the periodic gossip; null if there is nobody.</summary>
    public static UniqueAddress? Periodic(MembershipState state, RandomSource random)
    {
        var all = state.All.Select(m => m.UniqueAddress).Where(state.CanReach).ToList();
        var unseen = all.Where(n => !state.Gossip.SeenBy(n)).ToList();
        var from = unseen.Count > 0 && random.NextDouble() < PreferUnseen ? unseen : all;
        return from.Count == 0 ? null : from[random.Next(from.Count)];
    }

    /// <summary>
    /// For a new version: its maker tells those who have not seen it, the others pass it on only where the maker could not
    /// tell all; and everybody tells the leader, who waits for all to have seen it.
    /// </summary>
    public static IReadOnlyList<UniqueAddress> Eager(MembershipState state, RandomSource random, MembershipSettings settings)
    {
        var isMaker = state.Gossip.Seen.Count == 1;
        var isSmall = state.Members.Count - 1 <= settings.EagerGossipFanout;
        var fanout = isMaker ? settings.EagerGossipFanout : isSmall ? 0 : settings.PassOnFanout;
        var targets = Some(state.Members.Keys.Where(n => state.CanReach(n) && !state.Gossip.SeenBy(n)).ToArray(), fanout, random);
        var leader = state.Leader;
        return leader is not null && state.CanReach(leader) && !targets.Contains(leader) ? [.. targets, leader] : targets;
    }

    private static UniqueAddress[] Some(UniqueAddress[] all, int count, RandomSource random)
    {
        if (all.Length <= count)
        {
            return all;
        }

        var first = random.Next(all.Length);
        return [.. all.Skip(first).Concat(all.Take(first)).Take(count)];
    }
}
