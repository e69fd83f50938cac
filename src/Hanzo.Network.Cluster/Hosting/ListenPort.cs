using System.Net;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Cluster.Hosting;

/// <summary>Finds a TCP port to listen on.</summary>
internal static class ListenPort
{
    /// <summary>Ports tried from the wanted one on.</summary>
    public const int Tries = 100;

    /// <summary>The wanted port or the next free one; 0 stays 0.</summary>
    /// <exception cref="IOException">None is free.</exception>
    public static int FindFree(IDialer dialer, IPAddress bind, int wanted)
    {
        if (wanted == 0) return 0;
        var last = Math.Min(wanted + Tries - 1, IPEndPoint.MaxPort);
        for (var port = wanted; port <= last; port++)
            if (dialer.IsFree(bind, port)) return port;
        throw new IOException($"no TCP port of {wanted} to {last} is free on {bind}.");
    }
}
