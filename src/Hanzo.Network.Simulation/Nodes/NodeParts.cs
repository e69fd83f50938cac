using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Devices;
using Hanzo.Network.Simulation.Storage;
using Hanzo.Network.Tools;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Simulation.Nodes;

/// <summary>What one process is given by the world around it.</summary>
public sealed record NodeParts(EventStoreHandle Store, IChatClient Chat, ImmutableArray<Agent> Agents, ImmutableArray<Tool> Tools)
{
    /// <summary>Lays something over the options that a simulated node has.</summary>
    public Action<NetworkOptions>? Configure { get; init; }

    internal SimulationVariant Variant { get; init; } = SimulationVariant.Real;

    /// <summary>Measures, over and over, what the machine is said to achieve; null: that is known and does not change.</summary>
    internal Func<Flops, IThroughputMeter>? Meter { get; init; }
}
