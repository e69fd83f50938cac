using System.Collections.Immutable;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Cluster.Joining;

/// <summary>What the joining actors of one node tell each other.</summary>
internal static class JoiningProtocol
{
    public sealed record Tick
    {
        public static readonly Tick Instance = new();
    }

    /// <summary>The beacon actor has tried to open its sockets; from now on broadcasts are heard, or it failed.</summary>
    public sealed record BeaconsReady;

    public sealed record BeaconHeard(Beacon Beacon);

    /// <summary>From now on beacons carry this cluster, and are sent at the pace of a member.</summary>
    public sealed record AnnounceCluster(ClusterIdentity Cluster);

    /// <summary>What the contact actor tells others of this node.</summary>
    public sealed record SelfReport(JoinPhase Phase, ClusterIdentity? Cluster, ImmutableArray<ContactPeer> AnsweringContacts);

    /// <summary>Another node has probed us.</summary>
    public sealed record ProbedBy(ContactReport Report);
}
