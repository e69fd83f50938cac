using System.Collections.Immutable;
using Akka.Cluster;
using static Akka.Cluster.ClusterEvent;

namespace Akka.Embedded.Membership;

/// <summary>The events that lead from one state to another.</summary>
internal static class ClusterEventDiff
{
    public static IEnumerable<IClusterDomainEvent> Between(MembershipState before, MembershipState after) =>
        before.HasMembersOf(after) ? [] : Members(before, after).Concat(ReachabilityChanges(before, after)).Concat(Leaders(before, after));

    private static IEnumerable<IClusterDomainEvent> Members(MembershipState before, MembershipState after)
    {
        foreach (var member in after.Members.Values)
        {
            var old = before.Members.GetValueOrDefault(member.UniqueAddress);
            if (old is null || old.Status != member.Status)
            {
                yield return Changed(member);
            }
        }

        foreach (var old in before.Members.Values.Where(m => !after.Members.ContainsKey(m.UniqueAddress)))
        {
            yield return new MemberRemoved(Removed(old), old.Status);
        }
    }

    private static IClusterDomainEvent Changed(Member member) => member.Status switch
    {
        MemberStatus.Joining => new MemberJoined(member),
        MemberStatus.WeaklyUp => new MemberWeaklyUp(member),
        MemberStatus.Up => new MemberUp(member),
        MemberStatus.Leaving => new MemberLeft(member),
        MemberStatus.Exiting => new MemberExited(member),
        MemberStatus.Down => new MemberDowned(member),
        _ => throw new InvalidOperationException($"{member} is among the members."),
    };

    private static Member Removed(Member old) =>
        new(old.UniqueAddress, old.UpNumber, MemberStatus.Removed, old.Roles, old.AppVersion);

    private static IEnumerable<IClusterDomainEvent> ReachabilityChanges(MembershipState before, MembershipState after)
    {
        if (ReferenceEquals(before.Gossip.Reachability, after.Gossip.Reachability) && ReferenceEquals(before.Members, after.Members))
        {
            yield break;
        }

        var was = before.Unreachable().Select(m => m.UniqueAddress).ToImmutableSortedSet();
        var isNow = after.Unreachable().Select(m => m.UniqueAddress).ToImmutableSortedSet();
        foreach (var node in isNow.Except(was))
        {
            yield return new UnreachableMember(after.Members[node]);
        }

        foreach (var node in was.Except(isNow).Where(after.Members.ContainsKey))
        {
            yield return new ReachableMember(after.Members[node]);
        }
    }

    private static IEnumerable<IClusterDomainEvent> Leaders(MembershipState before, MembershipState after)
    {
        if (before.Leader != after.Leader)
        {
            yield return new LeaderChanged(after.Leader?.Address);
        }

        foreach (var role in before.Roles().Union(after.Roles()).Order(StringComparer.Ordinal))
        {
            if (before.RoleLeader(role) is var old && after.RoleLeader(role) is var leader && old != leader)
            {
                yield return new RoleLeaderChanged(role, leader?.Address);
            }
        }
    }
}
