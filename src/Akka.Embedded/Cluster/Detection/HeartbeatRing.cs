using System.Collections.Immutable;
using Akka.Cluster;

namespace Akka.Embedded.Membership;

/// <summary>
/// Nodes in a circle by a stable hash: each monitors the next few reachable ones, and the unreachable ones on the way to them,
/// so that every node has several monitors and nobody monitors all of a large cluster.
/// </summary>
internal static class HeartbeatRing
{
    public static ImmutableSortedSet<UniqueAddress> Receivers(
        UniqueAddress self, IEnumerable<UniqueAddress> members, IReadOnlySet<UniqueAddress> unreachable, int monitoredBy)
    {
        var others = members.Where(n => n != self).ToList();
        if (others.Count <= monitoredBy)
        {
            return [.. others];
        }

        var start = NodeHash.Of(self);
        var result = ImmutableSortedSet.CreateBuilder<UniqueAddress>();
        var reachable = 0;
        foreach (var node in others.OrderBy(n => NodeHash.Of(n) - start).ThenBy(n => n))
        {
            if (reachable == monitoredBy)
            {
                break;
            }

            result.Add(node);
            reachable += unreachable.Contains(node) ? 0 : 1;
        }

        return result.ToImmutable();
    }
}
