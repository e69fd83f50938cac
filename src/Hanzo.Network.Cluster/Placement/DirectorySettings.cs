using System.Collections.Immutable;
using Akka.Actor;
using Hanzo.Network.Agents;
using Hanzo.Network.Devices;
using Hanzo.Network.Health;
using Hanzo.Network.Joining;
using Hanzo.Network.Models;
using Hanzo.Network.Partitions;
using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Cluster.Placement;

/// <param name="Region">The local region of sessions, asked which slots live here.</param>
/// <param name="ReadDevice">What this node's device is known to be by now.</param>
/// <param name="ReadModels">What this node serves to others by now.</param>
/// <param name="ReadBusy">Slots of this node with a run under way.</param>
internal sealed record DirectorySettings(
    NodeDescription Self,
    IActorRef Region,
    Board<DirectorySnapshot> Board,
    Func<DeviceCapabilities> ReadDevice,
    Func<ImmutableArray<ServedModel>> ReadModels,
    Func<NodeLoad> ReadLoad,
    Func<ImmutableSortedSet<string>> ReadBusy,
    TimeProvider Time,
    ILogger Log)
{
    /// <summary>There will be <see cref="DirectoryProtocol.HoldersKnown"/>.</summary>
    public bool AwaitsHolders { get; init; }

    /// <summary>Names of the tools that this node has now, ascending.</summary>
    public required Func<ImmutableArray<string>> ReadTools { get; init; }

    /// <summary>By which this node may be reached besides its own address by now.</summary>
    public Func<ImmutableArray<NodeAddress>> ReadAddresses { get; init; } = () => [];

    /// <summary>The node's journal by now, and those of which nothing is left; null: as it was at the start.</summary>
    public Func<(string Journal, ImmutableArray<string> Former)>? ReadJournal { get; init; }

    public HealthTimings Health { get; init; } = HealthTimings.Default;

    /// <summary>What others are told of this node's being cut off; null: it is not.</summary>
    public Func<CutOffMark?> ReadCutOff { get; init; } = () => null;
}
