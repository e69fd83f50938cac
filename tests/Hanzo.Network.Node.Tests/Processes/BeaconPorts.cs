using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Hanzo.Network.Node.Tests.Processes;

/// <summary>
/// UDP ports of networks of tests: below those that a system gives to whoever asks for any, so that no other program's socket comes to
/// have one by chance while a node of the network is not there yet.
/// </summary>
internal static class BeaconPorts
{
    private const int First = 20_000;
    private const int End = 32_000;

    /// <summary>Each port's listener of TCP, held as long as this process lives: no other process of tests takes the same port.</summary>
    private static readonly List<TcpListener> Held = [];

    public static int Next()
    {
        lock (Held)
        {
            while (true)
            {
                var listener = new TcpListener(IPAddress.Loopback, RandomNumberGenerator.GetInt32(First, End));
                if (!IsFree(listener)) continue;
                Held.Add(listener);
                return ((IPEndPoint)listener.LocalEndpoint).Port;
            }
        }
    }

    private static bool IsFree(TcpListener listener)
    {
        try
        {
            listener.Start();
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Bind(new IPEndPoint(IPAddress.Any, ((IPEndPoint)listener.LocalEndpoint).Port));
            return true;
        }
        catch (SocketException)
        {
            listener.Dispose();
            return false;
        }
    }
}
