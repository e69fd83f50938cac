using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Registry;
using Hanzo.Network.Health;

namespace Hanzo.Network.Cluster.Placement;

/// <summary>One member of the cluster as this node sees it.</summary>
/// <param name="Address">Akka address, unique in the cluster.</param>
internal sealed record NodeEntry(string Address)
{
    /// <summary>Of the actor system at the address; another one means another life of the node.</summary>
    public int Uid { get; init; }

    public NodeMembership Membership { get; init; } = NodeMembership.Joining;
    public bool Reachable { get; init; } = true;
    public bool IsSelf { get; init; }

    /// <summary>The node's id by its member's role, known before the node has described itself; null: the member has none.</summary>
    public string? MemberId { get; init; }

    /// <summary>Null until the node has described itself.</summary>
    public NodeDescription? Description { get; init; }

    public NodeLoad? Load { get; init; }

    /// <summary>Slots with a run under way when it last told, at most <see cref="LoadReport.MaxBusyTold"/>; null: none.</summary>
    public ImmutableSortedSet<string>? Busy { get; init; }

    public TimeSpan? Latency { get; init; }

    /// <summary>When it was heard of last, by the process's own time.</summary>
    public TimeSpan? Heard { get; init; }

    /// <summary>The same by the wall clock, for people.</summary>
    public DateTimeOffset? LastSeen { get; init; }

    /// <summary>How it has been answering.</summary>
    public PeerTrack Track { get; init; } = PeerTrack.New;

    /// <summary>Up, reachable, described and <see cref="PeerState.Healthy"/>.</summary>
    public bool Healthy { get; init; }

    public string? NodeId => Description?.NodeId;

    /// <summary>May be given new sessions, as far as membership goes.</summary>
    public bool IsUsable => Membership is NodeMembership.Up && Reachable && Description is { Draining: false };
}

internal enum NodeMembership
{
    Joining,
    Up,
    Leaving,
}
