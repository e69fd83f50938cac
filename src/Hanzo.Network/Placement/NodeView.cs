using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Devices;

namespace Hanzo.Network.Placement;

/// <summary>What placement knows of one node that is Up.</summary>
public sealed record NodeView
{
    public required string Id { get; init; }
    public required DeviceCapabilities Device { get; init; }
    public required NodeLoad Load { get; init; }

    /// <summary>Agents this node offers.</summary>
    public required ImmutableSortedSet<AgentName> Agents { get; init; }

    public bool Draining { get; init; }
}
