using System.Net;
using System.Net.Sockets;
using Hanzo.Network.Tools.Http;

namespace Hanzo.Network.Adapters.Tools;

/// <summary>
/// Connects to addresses that may be reached, and looks at the very address that it connects to: a name that leads elsewhere the next
/// time it is asked for changes nothing.
/// </summary>
/// <param name="resolve">The addresses of a host.</param>
internal sealed class GuardedConnector(bool mayBePrivate, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
{
    private const int MaxAttempts = 4;

    /// <exception cref="IOException">It may not be reached, or does not answer.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = IPAddress.TryParse(host, out var given) ? [given] : await resolve(host, cancellation);
        var reachable = addresses.Where(address => AddressKinds.Of(address).MayBeReached(mayBePrivate)).Take(MaxAttempts).ToList();
        if (reachable.Count == 0) throw new IOException(Refusal(host, addresses));
        for (var attempt = 0; ; attempt++)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(reachable[attempt], port, cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException) when (attempt + 1 < reachable.Count)
            {
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }

    private static string Refusal(string host, IPAddress[] addresses) => addresses.Length == 0
        ? $"'{host}' has no address."
        : $"'{host}' has the address {addresses[0]}, which is {AddressKinds.Of(addresses[0]).Describe()}; it may not be reached.";
}
