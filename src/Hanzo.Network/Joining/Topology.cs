using System.Collections.Immutable;
using Hanzo.Network.Devices;

namespace Hanzo.Network.Joining;

/// <summary>The nodes of a network as a person lists them, by id.</summary>
public sealed record Topology(ImmutableSortedDictionary<string, TopologyPeer> Peers)
{
    /// <summary>Where the nodes besides this one are dialled, in the order of their ids.</summary>
    public ImmutableArray<NodeAddress> Besides(string nodeId) =>
        [.. Peers.Where(peer => peer.Key != nodeId).Select(peer => peer.Value.Address)];
}

public sealed record TopologyPeer(NodeAddress Address, DeviceCapabilities Device);
