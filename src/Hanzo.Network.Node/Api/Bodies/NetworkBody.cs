using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Security;

namespace Hanzo.Network.Node.Api.Bodies;

/// <summary>Answer of <c>GET /v1/network</c>: the network as the asked node sees it.</summary>
internal sealed record NetworkBody
{
    public required string Network { get; init; }
    public required string NodeId { get; init; }
    public required string Runtime { get; init; }
    public required string Version { get; init; }
    public required string Durability { get; init; }

    /// <summary>Of what nodes send each other: <c>mutual-tls</c>, <c>tls</c> (peers are not verified) or <c>none</c>.</summary>
    public string Security { get; init; } = SecurityLevel.None;

    public required string Address { get; init; }
    public required int PeerCount { get; init; }
    public required int AgentCount { get; init; }
    public required int ActiveRuns { get; init; }
    public required DeviceBody Capabilities { get; init; }
    public required LoadBody Load { get; init; }

    /// <summary>Offered by the asked node.</summary>
    public required ImmutableArray<string> Agents { get; init; }

    /// <summary>The asked node is taken out of service: it gets no new sessions.</summary>
    public bool Draining { get; init; }

    /// <summary>The asked node is cut off from its network, and serves alone what it may.</summary>
    public bool Detached { get; init; }

    /// <summary>The times that it was cut off, newest first.</summary>
    public ImmutableArray<PartitionBody> Partitions { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>What nodes serve to the network.</summary>
    public ImmutableArray<ServedModelBody> Models { get; init => field = value.IsDefault ? [] : value; } = [];

    public JoiningBody? Joining { get; init; }

    /// <summary>The asked node's member of the network's group; null: it has none.</summary>
    public ConsensusBody? Consensus { get; init; }

    public required ImmutableArray<string> Notices { get; init; }
    public required ImmutableSortedDictionary<string, PeerBody> Peers { get; init; }

    public static NetworkBody From(NetworkStatus status) => new()
    {
        Network = status.Network,
        NodeId = status.NodeId,
        Runtime = status.Runtime,
        Version = status.Version,
        Durability = status.Durability,
        Security = status.Security,
        Address = status.Address,
        PeerCount = status.Peers.Count,
        AgentCount = status.AgentCount,
        ActiveRuns = status.ActiveRuns,
        Capabilities = DeviceBody.From(status.Capabilities),
        Load = LoadBody.From(status.Load),
        Agents = status.Agents,
        Draining = status.Draining,
        Detached = status.Detached,
        Partitions = [.. status.Partitions.Select(PartitionBody.From)],
        Models = [.. status.Models.Select(ServedModelBody.From)],
        Joining = JoiningBody.From(status),
        Notices = status.Notices,
        Peers = status.Peers.ToImmutableSortedDictionary(peer => peer.Key, peer => PeerBody.From(peer.Value), StringComparer.Ordinal),
    };
}

internal sealed record PeerBody
{
    public required string Address { get; init; }
    public required string Status { get; init; }
    public required bool Healthy { get; init; }

    public double? LatencyMs { get; init; }
    public DateTimeOffset? LastSeen { get; init; }
    public string? HttpUrl { get; init; }

    /// <summary>All its addresses where it has several, its own first.</summary>
    public ImmutableArray<RouteBody> Addresses { get; init => field = value.IsDefault ? [] : value; } = [];

    public LoadBody? Load { get; init; }
    public DeviceBody? Capabilities { get; init; }
    public ImmutableArray<string> Agents { get; init; } = [];
    public bool Draining { get; init; }

    /// <summary><c>healthy</c>, <c>suspect</c>, <c>unreachable</c> or <c>flapping</c>.</summary>
    public string Health { get; init; } = "";

    public static PeerBody From(PeerStatus peer) => new()
    {
        Address = peer.Address,
        Status = peer.Status,
        Healthy = peer.Healthy,
        Health = peer.Health.ToString().ToLowerInvariant(),
        LatencyMs = peer.LatencyMs is { } latency ? Math.Round(latency, 2) : null,
        LastSeen = peer.LastSeen,
        HttpUrl = peer.HttpUrl,
        Addresses = [.. peer.Routes.Select(RouteBody.From)],
        Load = peer.Load is null ? null : LoadBody.From(peer.Load),
        Capabilities = peer.Capabilities is null ? null : DeviceBody.From(peer.Capabilities),
        Agents = peer.Agents,
        Draining = peer.Draining,
    };
}

/// <param name="InUse">The asked node's connection uses it.</param>
/// <param name="Failed">It did not answer lately, or somebody else did.</param>
internal sealed record RouteBody(string Address, double? LatencyMs, bool InUse, bool Failed)
{
    public static RouteBody From(PeerRoute route) => new(
        route.Address, route.LatencyMs is { } latency ? Math.Round(latency, 2) : null, route.InUse, route.Failed);
}

/// <param name="Cpu">0 to 1 of all cores.</param>
/// <param name="Memory">0 to 1 of physical memory.</param>
/// <param name="Gpu">0 to 1 of the busiest GPU; null when nothing tells.</param>
/// <param name="Capacity">Runs at once.</param>
internal sealed record LoadBody(double Cpu, double Memory, double? Gpu, int ActiveRuns, int QueuedRuns, int Capacity)
{
    public static LoadBody From(NodeLoad load) => new(
        Math.Round(load.Cpu, 3),
        Math.Round(load.Memory, 3),
        load.Gpu is { } gpu ? Math.Round(gpu, 3) : null,
        load.ActiveRuns,
        load.QueuedRuns,
        load.Capacity);
}
