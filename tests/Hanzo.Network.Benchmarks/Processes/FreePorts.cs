using System.Net;
using System.Net.Sockets;

namespace Hanzo.Network.Benchmarks.Processes;

internal static class FreePorts
{
    /// <summary>TCP ports of loopback that nobody uses now: seed nodes have to be known before they start.</summary>
    public static int[] Take(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        foreach (var listener in listeners) listener.Start();
        var ports = listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port).ToArray();
        foreach (var listener in listeners) listener.Dispose();
        return ports;
    }
}
