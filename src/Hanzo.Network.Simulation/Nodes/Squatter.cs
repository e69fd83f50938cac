using System.Net;
using Hanzo.Network.Simulation.Net;
using Hanzo.Network.Simulation.World;

namespace Hanzo.Network.Simulation.Nodes;

/// <summary>Another program that listens where a node did: it accepts, and says nothing.</summary>
internal sealed class Squatter
{
    private readonly SimulatedNetwork _network;
    private readonly NetworkPlace _place;

    public Squatter(SimulatedNetwork network, SimulatedNode node)
    {
        _network = network;
        var process = new SimulatedProcess(network.World, -1, $"squatter at {node.Plan.NodeId}");
        _place = new NetworkPlace(node.Index, node.Plan.Address, process);
        var bound = new IPEndPoint(node.Plan.Address, node.Plan.Port);
        network.TryListen(_place.Host, bound.Port, new SimulatedListener(network, _place, bound));
    }

    public void Leave()
    {
        _place.Process.Kill();
        _network.Drop(_place);
    }
}
