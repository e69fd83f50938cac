using Akka.Cluster;
using Hanzo.Network.Cluster.Registry;

namespace Hanzo.Network.Cluster.State;

/// <summary>
/// Where every compare-and-set goes: the oldest node that is Up. Two nodes can take themselves for it only while the network is
/// split, and then one has no majority.
/// </summary>
internal static class StateOwner
{
    /// <summary>Null: nobody is Up yet.</summary>
    public static Member? Of(Akka.Cluster.Cluster cluster) => AgentKeeper.Of(cluster);

    /// <summary>Whether this node is a member, so that it knows who else is.</summary>
    public static bool IsUp(Akka.Cluster.Cluster cluster) => cluster.State.Members.Any(member =>
        member.Status is MemberStatus.Up && member.UniqueAddress.Equals(cluster.SelfUniqueAddress));

    public static bool IsSelf(Akka.Cluster.Cluster cluster) =>
        Of(cluster) is { } owner && owner.UniqueAddress.Equals(cluster.SelfUniqueAddress);
}
