using System.Net;
using Hanzo.Network.Simulation.World;

namespace Hanzo.Network.Simulation.Net;

/// <summary>A TCP connection: two ends, each with what is on the way to the other.</summary>
internal sealed class SimulatedStream
{
    private readonly SimulatedNetwork _network;

    public SimulatedStream(SimulatedNetwork network, NetworkPlace dialler, NetworkPlace acceptor, IPEndPoint from, IPEndPoint to)
    {
        _network = network;
        Dialler = new StreamEnd(network, this, dialler, to);
        Acceptor = new StreamEnd(network, this, acceptor, from);
        (Dialler.Peer, Acceptor.Peer) = (Acceptor, Dialler);
        network.Opened(this);
    }

    public StreamEnd Dialler { get; }

    public StreamEnd Acceptor { get; }

    /// <summary>Some box between has forgotten the connection: nothing arrives, no end hears of it.</summary>
    public bool Swallows { get; set; }

    public bool Joins(int node, int other) =>
        (Dialler.Place.Node, Acceptor.Place.Node) == (node, other) || (Acceptor.Place.Node, Dialler.Place.Node) == (node, other);

    public void Reset()
    {
        Dialler.Break("reset by a box between");
        Acceptor.Break("reset by a box between");
    }

    public void ProcessEnded(SimulatedProcess process, bool resets)
    {
        if (Dialler.Place.Process == process) Dialler.ProcessEnded(resets);
        if (Acceptor.Place.Process == process) Acceptor.ProcessEnded(resets);
    }

    public void MachineIsBack(int node)
    {
        if (Dialler.Place.Node == node) Dialler.MachineIsBack();
        if (Acceptor.Place.Node == node) Acceptor.MachineIsBack();
    }

    public void EndClosed()
    {
        if (Dialler.IsOver && Acceptor.IsOver) _network.Closed(this);
    }
}
