using System.Collections.Immutable;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Adapters.Udp;

/// <summary>The machine's interfaces that are up, one link per IPv4 address, the most preferred first.</summary>
public static class NetworkLinks
{
    private const int AddressBits = 32;

    public static ImmutableArray<NetworkLink> Enumerate() =>
        [.. NetworkInterface.GetAllNetworkInterfaces()
            .Where(candidate => candidate.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown)
            .SelectMany(LinksOf)
            .OrderByDescending(link => link.Priority)
            .ThenBy(link => link.Name, StringComparer.Ordinal)
            .ThenBy(link => link.Address.ToString(), StringComparer.Ordinal)];

    /// <summary>The address whose host bits are all ones: 10.1.2.3/20 gives 10.1.15.255.</summary>
    public static IPAddress BroadcastOf(IPAddress address, int prefixLength)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)prefixLength, (uint)AddressBits, nameof(prefixLength));
        var bytes = address.GetAddressBytes();
        for (var bit = prefixLength; bit < AddressBits; bit++) bytes[bit / 8] |= (byte)(0x80 >> (bit % 8));
        return new IPAddress(bytes);
    }

    private static IEnumerable<NetworkLink> LinksOf(NetworkInterface candidate)
    {
        var kind = LinkPriority.Classify(candidate.Name);
        var loopback = candidate.NetworkInterfaceType == NetworkInterfaceType.Loopback;
        var properties = candidate.GetIPProperties();
        var mtu = MtuOf(properties);
        return properties.UnicastAddresses
            .Where(unicast => unicast.Address.AddressFamily == AddressFamily.InterNetwork && unicast.Address.GetAddressBytes()[0] != 0)
            .Select(unicast => new NetworkLink(
                candidate.Name,
                kind.Name,
                unicast.Address,
                BroadcastOf(unicast.Address, unicast.PrefixLength),
                LinkPriority.Rank(candidate.Name, peerOnSameHost: false),
                loopback || IPAddress.IsLoopback(unicast.Address)) { PrefixLength = unicast.PrefixLength, Mtu = mtu });
    }

    private static int? MtuOf(IPInterfaceProperties properties)
    {
        try
        {
            return properties.GetIPv4Properties() is { Mtu: > 0 and var mtu } ? mtu : null;
        }
        catch (NetworkInformationException)
        {
            return null; // an interface without IPv4, or a platform that does not say
        }
    }
}
