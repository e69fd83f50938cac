using System.Collections.Immutable;
using System.Net;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Cluster.Joining;

/// <summary>How a node looks for its network. Values are validated by whoever makes them.</summary>
internal sealed record JoiningOptions
{
    public bool UdpDiscovery { get; init; } = true;
    public int BroadcastPort { get; init; } = 5678;

    /// <summary>The address that remoting binds to; loopback keeps beacons on loopback.</summary>
    public IPAddress Bind { get; init; } = IPAddress.Loopback;

    /// <summary>Beacons leave by these interfaces only.</summary>
    public LinkFilter Links { get; init; } = LinkFilter.Any;

    public ImmutableArray<NodeAddress> Seeds { get; init; } = [];

    /// <summary>Nodes that the process's last actor system knew.</summary>
    public ImmutableArray<NodeAddress> Remembered { get; init; } = [];

    /// <summary>The cluster that the process's last actor system left for an older one; null: none.</summary>
    public ClusterIdentity? Left { get; init; }

    public JoinTimings Timings { get; init; } = JoinTimings.Default;
    public MergeTimings MergeTimings { get; init; } = MergeTimings.Default;
}
