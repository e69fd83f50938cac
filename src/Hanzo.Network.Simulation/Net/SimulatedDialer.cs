using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Simulation.Net;

internal sealed class SimulatedDialer(SimulatedNetwork network, NetworkPlace place) : IDialer
{
    public async Task<DialResult> DialAsync(NodeAddress address, TimeSpan timeout, CancellationToken cancellation)
    {
        try
        {
            var connection = await new Dialling(network, place, address.Host, address.Port).ConnectAsync(timeout, cancellation);
            connection.Abort();
            return DialResult.Accepted;
        }
        catch (IOException error) when (error.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused })
        {
            return DialResult.Refused;
        }
        catch (IOException)
        {
            return DialResult.Silent;
        }
    }

    public IPAddress? SourceTo(NodeAddress address) => IPAddress.Parse(place.Host);

    public Task<ImmutableArray<string>> ResolveAsync(string host, CancellationToken cancellation) =>
        Task.FromResult(ImmutableArray.Create(host));

    public bool IsFree(IPAddress address, int port) => !network.IsListening(place.Host, port);
}
