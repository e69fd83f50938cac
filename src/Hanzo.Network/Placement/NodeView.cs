using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Devices;

namespace Hanzo.Network.Placement;

/// <summary>What placement knows of one node that may be given sessions.</summary>
public sealed record NodeView
{
    public required string Id { get; init; }
    public required DeviceCapabilities Device { get; init; }
    public required NodeLoad Load { get; init; }

    /// <summary>Agents this node offers by itself.</summary>
    public required ImmutableSortedSet<AgentName> Agents { get; init; }

    /// <summary>Names of the tools it has for agents that are deployed to the network.</summary>
    public ImmutableSortedSet<string> Tools { get; init; } = ImmutableSortedSet<string>.Empty.WithComparer(StringComparer.Ordinal);

    /// <summary>Runs that whoever asks has sent there since the node told its <see cref="Load"/>, which does not count them yet.</summary>
    public int Dispatched { get; init; }
}
