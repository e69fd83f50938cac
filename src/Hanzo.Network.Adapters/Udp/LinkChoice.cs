using System.Collections.Immutable;
using System.Net;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Adapters.Udp;

/// <summary>Which of the machine's links beacons leave by.</summary>
internal static class LinkChoice
{
    public static ImmutableArray<NetworkLink> Usable(ImmutableArray<NetworkLink> links, IPAddress bind, string? interfaceName)
    {
        var onLoopback = IPAddress.IsLoopback(bind);
        return [.. links.Where(link => (!onLoopback || link.IsLoopback) && (interfaceName is null || link.Name == interfaceName))];
    }

    /// <exception cref="IOException">The named interface is not among the usable ones; the message names what there is.</exception>
    public static void RequireAny(ImmutableArray<NetworkLink> links, IPAddress bind, string? interfaceName)
    {
        if (interfaceName is null || !Usable(links, bind, interfaceName).IsEmpty) return;
        throw new IOException(
            $"no interface '{interfaceName}' is up, has an IPv4 address and fits --bind {bind}; "
            + $"there are: {string.Join(", ", links.Select(link => $"{link.Name} ({link.Address})"))}.");
    }
}
