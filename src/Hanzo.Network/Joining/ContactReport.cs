using System.Collections.Immutable;

namespace Hanzo.Network.Joining;

/// <summary>What a node says of itself when it probes or answers a probe.</summary>
public sealed record ContactReport
{
    /// <summary>Peers told in one report.</summary>
    public const int MaxPeers = 64;

    public required NodeIdentity Node { get; init; }

    /// <summary>The cluster it is a member of and that can be joined through it; null while it has none, or is leaving.</summary>
    public ClusterIdentity? Cluster { get; init; }

    /// <summary>It has decided to join or to found a cluster and is about to be a member of it.</summary>
    public bool Settling { get; init; }

    public bool Leaving { get; init; }

    /// <summary>The node's wall clock when it said this; null: an older version, which does not say.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>What all members of its cluster speak, itself among them; null: it has no cluster, or is an older version.</summary>
    public SharedProtocol? Speak { get; init; }

    /// <summary>Whose beacons it hears, as <see cref="Beacon.Hears"/>; null: it uses none, or does not say.</summary>
    public string? Hears { get; init; }

    /// <summary>Null: it does not say.</summary>
    public bool? IsHeard(NodeIdentity node) => Beacon.IsIn(Hears, node);

    /// <summary>The cluster's members when in one, else the contacts that have answered it; lowest addresses first.</summary>
    public ImmutableArray<ContactPeer> Peers { get; init => field = value.IsDefault ? [] : value; } = [];
}

/// <param name="NodeId">Null when the teller does not know it.</param>
public sealed record ContactPeer(NodeAddress Address, string? NodeId = null);
