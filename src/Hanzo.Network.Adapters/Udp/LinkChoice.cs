using System.Collections.Immutable;
using System.Net;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Adapters.Udp;

/// <summary>Which of the machine's links beacons leave by.</summary>
internal static class LinkChoice
{
    public static ImmutableArray<NetworkLink> Usable(ImmutableArray<NetworkLink> links, IPAddress bind, LinkFilter filter)
    {
        var onLoopback = IPAddress.IsLoopback(bind);
        return [.. links.Where(link => (!onLoopback || link.IsLoopback) && filter.Fits(link.Name))];
    }

    /// <exception cref="IOException">No usable interface fits; the message names what there is.</exception>
    public static void RequireAny(ImmutableArray<NetworkLink> links, IPAddress bind, LinkFilter filter)
    {
        if (filter.IsAny || !Usable(links, bind, filter).IsEmpty) return;
        throw new IOException(
            $"no {filter} is up, has an IPv4 address and fits --bind {bind}; "
            + $"there are: {string.Join(", ", links.Select(link => $"{link.Name} ({link.Address})"))}.");
    }
}
