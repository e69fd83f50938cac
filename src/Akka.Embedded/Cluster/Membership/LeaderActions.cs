using Akka.Cluster;

namespace Akka.Embedded.Membership;

/// <summary>What only the leader may decide.</summary>
internal static class LeaderActions
{
    /// <summary>
    /// Upon convergence: Joining becomes Up, Leaving becomes Exiting, who is down or has finished exiting is removed.
    /// Returns the same gossip if there is nothing to do.
    /// </summary>
    public static Gossip OnConvergence(
        MembershipState state, MembershipSettings settings, IReadOnlySet<UniqueAddress> exitingConfirmed, DateTimeOffset now)
    {
        var gossip = state.Gossip;
        if (!state.All.Any(m => m.Status != MemberStatus.Up))
        {
            return gossip;
        }

        var removed = Removable(state, exitingConfirmed);
        var next = gossip;
        var upNumber = gossip.Members.Values.Where(m => m.UpNumber != Member.NoUpNumber).Select(m => m.UpNumber).DefaultIfEmpty(0).Max();
        var enough = EnoughMembers(gossip, settings);
        foreach (var member in gossip.Members.Values)
        {
            if (member.Status is MemberStatus.Joining or MemberStatus.WeaklyUp && enough)
            {
                next = next.With(member.CopyUp(++upNumber));
            }
            else if (member.Status == MemberStatus.Leaving)
            {
                next = next.With(member.Copy(MemberStatus.Exiting));
            }
        }

        next = removed.Count == 0 ? next : next.Remove(removed, now);
        return ReferenceEquals(next, gossip) ? gossip : next.NextVersion(state.SelfNode).PruneTombstones(now);
    }

    /// <summary>Without convergence for long, newcomers are let in provisionally.</summary>
    public static Gossip WithoutConvergence(MembershipState state, MembershipSettings settings)
    {
        var gossip = state.Gossip;
        if (!EnoughMembers(gossip, settings))
        {
            return gossip;
        }

        var reachability = state.TrustedReachability;
        var next = gossip.Members.Values
            .Where(m => m.Status == MemberStatus.Joining && reachability.IsReachable(m.UniqueAddress))
            .Aggregate(gossip, (g, m) => g.With(m.Copy(MemberStatus.WeaklyUp)));
        return ReferenceEquals(next, gossip) ? gossip : next.NextVersion(state.SelfNode);
    }

    private static List<UniqueAddress> Removable(MembershipState state, IReadOnlySet<UniqueAddress> exitingConfirmed)
    {
        var reachability = state.TrustedReachability;
        return state.Members.Values
            .Where(m => m.UniqueAddress != state.SelfNode)
            .Where(m => m.Status == MemberStatus.Down
                || (m.Status == MemberStatus.Exiting
                    && (exitingConfirmed.Contains(m.UniqueAddress) || !reachability.IsReachable(m.UniqueAddress))))
            .Select(m => m.UniqueAddress)
            .ToList();
    }

    private static bool EnoughMembers(Gossip gossip, MembershipSettings settings)
    {
        var counted = gossip.Members.Values.Where(m => m.Status is not (MemberStatus.Down or MemberStatus.Exiting)).ToList();
        return counted.Count >= settings.MinNumberOfMembers
            && settings.MinNumberOfMembersOfRole.All(r => counted.Count(m => m.HasRole(r.Key)) >= r.Value);
    }
}
