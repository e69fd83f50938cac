using System.Net;
using System.Net.Sockets;
using Akka.Embedded.Runtime;

namespace Hanzo.Network.Simulation.Net;

/// <summary>Streams of one process.</summary>
public sealed class SimulatedTransport(SimulatedNetwork network, NetworkPlace place) : ITransport
{
    public Task<IListener> ListenAsync(string host, int port, CancellationToken cancellationToken)
    {
        network.World.RequireThread(nameof(ListenAsync));
        var bound = new IPEndPoint(place.Address, port > 0 ? port : network.NewPort());
        var listener = new SimulatedListener(network, place, bound);
        if (network.TryListen(place.Host, bound.Port, listener)) return Task.FromResult<IListener>(listener);
        var taken = new SocketException((int)SocketError.AddressAlreadyInUse);
        return Task.FromException<IListener>(new IOException($"Cannot listen on {bound}: {taken.Message}", taken));
    }

    public Task<IConnection> DialAsync(string host, int port, TimeSpan timeout, CancellationToken cancellationToken)
    {
        network.World.RequireThread(nameof(DialAsync));
        return new Dialling(network, place, host, port).ConnectAsync(timeout, cancellationToken);
    }
}
