using System.Collections.Immutable;
using Hanzo.Network.Devices;
using Hanzo.Network.Health;
using Hanzo.Network.Joining;
using Hanzo.Network.Models;
using Hanzo.Network.Partitions;
using Hanzo.Network.Security;

namespace Hanzo.Network.Agents;

/// <summary>The network as one node sees it.</summary>
public sealed record NetworkStatus
{
    public required string Network { get; init; }
    public required string NodeId { get; init; }

    /// <summary><c>embedded</c>, <c>nuget</c>, or <c>in-process</c>.</summary>
    public required string Runtime { get; init; }

    public required string Version { get; init; }

    /// <summary>One of <see cref="State.Durability"/>.</summary>
    public required string Durability { get; init; }

    /// <summary>How nodes speak to each other: one of <see cref="SecurityLevel"/>.</summary>
    public string Security { get; init; } = SecurityLevel.None;

    public required string Address { get; init; }
    public required DeviceCapabilities Capabilities { get; init; }
    public required NodeLoad Load { get; init; }

    /// <summary>Names of the agents that this node offers.</summary>
    public ImmutableArray<string> Agents { get; init; } = [];

    /// <summary>Agents of the whole network.</summary>
    public int AgentCount { get; init; }

    public int ActiveRuns { get; init; }

    /// <summary>This node is taken out of service: it gets no new sessions.</summary>
    public bool Draining { get; init; }

    /// <summary>This node is cut off from its network, and serves alone what it may.</summary>
    public bool Detached { get; init; }

    /// <summary>
    /// The times that nodes were cut off, newest first; one without an end is this node's own: it is detached.
    /// </summary>
    public ImmutableArray<PartitionReport> Partitions { get; init; } = [];

    /// <summary>The roads by which this node looks for others, by name.</summary>
    public ImmutableSortedDictionary<string, RoadStatus> Roads { get; init; } =
        ImmutableSortedDictionary<string, RoadStatus>.Empty;

    /// <summary>What nodes serve to the network, by node, server and model.</summary>
    public ImmutableArray<NetworkModel> Models { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Plain sentences a user should read: a refused foreign runtime, a duplicate id, an offline model.</summary>
    public ImmutableArray<string> Notices { get; init; } = [];

    /// <summary>How this node looks for its network, and what it has met.</summary>
    public JoinStatus Joining { get; init; } = JoinStatus.Initial;

    /// <summary>Other nodes, by node id.</summary>
    public ImmutableSortedDictionary<string, PeerStatus> Peers { get; init; } = ImmutableSortedDictionary<string, PeerStatus>.Empty;
}

public sealed record PeerStatus
{
    public required string Address { get; init; }

    /// <summary>Membership status in lower case: <c>joining</c>, <c>up</c>, <c>leaving</c>, <c>unreachable</c>.</summary>
    public required string Status { get; init; }

    public required bool Healthy { get; init; }

    /// <summary>How it answers.</summary>
    public PeerState Health { get; init; }

    public double? LatencyMs { get; init; }
    public DateTimeOffset? LastSeen { get; init; }
    public string? HttpUrl { get; init; }

    /// <summary>All its addresses, its own first; empty: it has one only, or the runtime uses no other.</summary>
    public ImmutableArray<PeerRoute> Routes { get; init; } = [];

    public NodeLoad? Load { get; init; }
    public DeviceCapabilities? Capabilities { get; init; }
    public ImmutableArray<string> Agents { get; init; } = [];

    /// <inheritdoc cref="NetworkStatus.Draining"/>
    public bool Draining { get; init; }
}

/// <param name="Address">host:port.</param>
/// <param name="LatencyMs">The least of the last three measurements; null: none yet.</param>
/// <param name="InUse">The present connection uses it.</param>
/// <param name="Failed">It did not answer lately, or somebody else did.</param>
public sealed record PeerRoute(string Address, double? LatencyMs, bool InUse, bool Failed);

/// <param name="Cpu">0 to 1 of all cores.</param>
/// <param name="Memory">0 to 1 of physical memory.</param>
public sealed record NodeLoad(double Cpu, double Memory, int ActiveRuns, int QueuedRuns)
{
    /// <summary>Runs at once that a node takes which does not say so.</summary>
    public const int DefaultCapacity = 4;

    /// <summary>0 to 1 of the busiest GPU; null when nothing tells.</summary>
    public double? Gpu { get; init; }

    /// <summary>Runs that may call a model at once on the node; the others wait. Calls of tools are not counted.</summary>
    public int Capacity { get; init; } = DefaultCapacity;

    /// <summary>What runs have achieved there, at most <see cref="RunSpeed.MaxTold"/>.</summary>
    public ImmutableArray<RunSpeed> Speeds { get; init => field = value.IsDefault ? [] : value; } = [];
}

/// <param name="Healthy">It is a member, has told who it is, and its state is <see cref="PeerState.Healthy"/>.</param>
/// <param name="LatencyMs">Of the last check that was answered; null: none has been.</param>
public sealed record PeerHealth(bool Healthy, double? LatencyMs, DateTimeOffset? LastSeen)
{
    public PeerState State { get; init; }
}

/// <param name="Nodes">Ids of the nodes that may run it now.</param>
public sealed record AgentListing(Agent Definition, ImmutableArray<string> Nodes);
