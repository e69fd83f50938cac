using System.Collections.Immutable;
using System.Net;
using Hanzo.Network.Simulation.Faults;

namespace Hanzo.Network.Simulation.Nodes;

/// <summary>Names, addresses and roads of the nodes of one environment.</summary>
public sealed record NodePlan(string NodeId, IPAddress Address, int Port, bool UdpDiscovery, ImmutableArray<string> Seeds)
{
    private const int Port0 = 5681;

    /// <summary>On one machine they differ by port, elsewhere by address. Broadcasts do not pass between far places: seeds do.</summary>
    public static ImmutableArray<NodePlan> For(SimulatedEnvironment environment, int nodes)
    {
        var isOneMachine = environment == SimulatedEnvironment.OneMachine;
        var hears = environment != SimulatedEnvironment.Wide;
        var places = Enumerable.Range(0, nodes).Select(i => isOneMachine
            ? (Address: IPAddress.Loopback, Port: Port0 + i)
            : (Address: new IPAddress([10, 0, 0, (byte)(i + 1)]), Port: Port0)).ToArray();
        var seeds = hears ? [] : places.Select(place => $"{place.Address}:{place.Port}").ToImmutableArray();
        return [.. places.Select((place, i) => new NodePlan($"n{i}", place.Address, place.Port, hears, seeds))];
    }
}
