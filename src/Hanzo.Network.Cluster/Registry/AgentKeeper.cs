using Akka.Cluster;

namespace Hanzo.Network.Cluster.Registry;

/// <summary>
/// The oldest node that is Up: every change of a deployed agent is made there, one at a time for each name, so that a version is
/// given once. Two nodes can take themselves for it only while the network is split, and then one has no majority.
/// </summary>
internal static class AgentKeeper
{
    /// <summary>Null: nobody is Up yet.</summary>
    public static Member? Of(Akka.Cluster.Cluster cluster)
    {
        Member? oldest = null;
        foreach (var member in cluster.State.Members)
            if (member.Status is MemberStatus.Up && (oldest is null || member.IsOlderThan(oldest))) oldest = member;
        return oldest;
    }
}
