using System.Collections.Immutable;
using Hanzo.Network.Joining;
using Hanzo.Network.Joining.Roads;

namespace Hanzo.Network.Cluster.Joining;

/// <summary>What the joining actors of one node tell each other.</summary>
internal static class JoiningProtocol
{
    public sealed record Tick
    {
        public static readonly Tick Instance = new();
    }

    /// <summary>All that a road leads to now; those that it told before and that are not among them are gone.</summary>
    public sealed record RoadLeads(string Road, ImmutableArray<NodeAddress> Addresses, bool Configured);

    /// <summary>The road tries another address of the same node.</summary>
    public sealed record RoadTurns(string Road, NodeAddress Old, NodeAddress New);

    public sealed record BeaconHeard(Beacon Beacon, string Road = RoadNames.Udp);

    /// <summary>From now on beacons carry this cluster, and are sent at the pace of a member.</summary>
    public sealed record AnnounceCluster(ClusterIdentity Cluster);

    /// <summary>What the contact actor tells others of this node.</summary>
    public sealed record SelfReport(JoinPhase Phase, ClusterIdentity? Cluster, ImmutableArray<ContactPeer> AnsweringContacts);

    /// <summary>Another node has probed us.</summary>
    public sealed record ProbedBy(ContactReport Report);
}
