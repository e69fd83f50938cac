using System.Net;
using System.Net.Sockets;

namespace Hanzo.Network.Node.Hosting;

/// <summary>
/// A listening socket taken before the server starts: the node tells its peers its URL as it joins, which is earlier,
/// and a port that was only tried could be gone by then.
/// </summary>
internal static class HttpSocket
{
    private const int MaxTries = 100;

    /// <summary>The port asked for, or the next free one after it; 0 asks for any.</summary>
    /// <exception cref="IOException">None of the ports is free, or the address is not one of this machine.</exception>
    public static Socket Bind(IPAddress address, int port)
    {
        for (var candidate = port; candidate < port + MaxTries && candidate <= IPEndPoint.MaxPort; candidate++)
            if (TryBind(new IPEndPoint(address, candidate)) is { } socket) return socket;
        throw new IOException($"no HTTP port from {port} to {Math.Min(port + MaxTries - 1, IPEndPoint.MaxPort)} is free on {address}.");
    }

    private static Socket? TryBind(IPEndPoint endpoint)
    {
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(endpoint);
            socket.Listen();
            return socket;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            if (e.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied) return null;
            throw new IOException($"cannot listen on {endpoint}: {e.Message}.", e);
        }
    }
}
