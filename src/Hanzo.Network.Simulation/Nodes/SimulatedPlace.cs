using System.Collections.Immutable;
using Hanzo.Network.Simulation.Net;
using Hanzo.Network.Simulation.Storage;
using Hanzo.Network.Simulation.Work;
using Hanzo.Network.Simulation.World;

namespace Hanzo.Network.Simulation.Nodes;

/// <summary>All that faults can be done to.</summary>
public sealed record SimulatedPlace(
    SimulatedWorld World,
    SimulatedNetwork Network,
    ImmutableArray<SimulatedNode> Nodes,
    SimulatedDisk Disk,
    SimulatedEventStore Journal,
    EffectWeather Weather,
    NodeWatch Watch)
{
    private readonly int[] _cutFromJournal = new int[Nodes.Length];

    public void CutFromJournal(int node)
    {
        if (_cutFromJournal[node]++ == 0) Journal.SetReachable(node, reachable: false);
    }

    public void MendToJournal(int node)
    {
        if (--_cutFromJournal[node] == 0) Journal.SetReachable(node, reachable: true);
    }
}
