using System.Net;
using System.Net.Sockets;

namespace Hanzo.Network.Tools.Http;

/// <summary>What an internet address leads to.</summary>
public enum AddressKind
{
    /// <summary>A machine of the public internet.</summary>
    Public,

    /// <summary>This machine.</summary>
    Loopback,

    /// <summary>A network that the internet has no way into: RFC 1918, unique local, site-local.</summary>
    Private,

    /// <summary>Machines behind the provider's translation of addresses (100.64.0.0/10).</summary>
    Shared,

    /// <summary>The same cable; in data centers, the service that tells machines their secrets (169.254.169.254).</summary>
    LinkLocal,

    Multicast,

    /// <summary>No machine: unspecified, documentation, benchmarks, transition, reserved.</summary>
    Reserved,
}

public static class AddressKinds
{
    private static readonly (IPNetwork Network, AddressKind Kind)[] FourBytes =
    [
        .. Of(AddressKind.Loopback, "127.0.0.0/8"),
        .. Of(AddressKind.Private, "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"),
        .. Of(AddressKind.Shared, "100.64.0.0/10"),
        .. Of(AddressKind.LinkLocal, "169.254.0.0/16"),
        .. Of(AddressKind.Multicast, "224.0.0.0/4"),
        .. Of(
            AddressKind.Reserved, "0.0.0.0/8", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24",
            "203.0.113.0/24", "240.0.0.0/4"),
    ];

    private static readonly (IPNetwork Network, AddressKind Kind)[] SixteenBytes =
    [
        .. Of(AddressKind.Loopback, "::1/128"),
        .. Of(AddressKind.Private, "fc00::/7", "fec0::/10"),
        .. Of(AddressKind.LinkLocal, "fe80::/10"),
        .. Of(AddressKind.Multicast, "ff00::/8"),
        .. Of(AddressKind.Reserved, "2001::/23", "2001:db8::/32", "3fff::/20"),
    ];

    /// <summary>All that is public; the rest of the space is not given out.</summary>
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    /// <summary>Networks whose addresses hold an IPv4 address, from this byte on: translated, 6to4, compatible.</summary>
    private static readonly (IPNetwork Network, int At)[] Embedding =
    [
        (IPNetwork.Parse("64:ff9b::/96"), 12), (IPNetwork.Parse("2002::/16"), 2), (IPNetwork.Parse("::/96"), 12),
    ];

    /// <summary>An IPv6 address that stands for an IPv4 address is of that one's kind.</summary>
    public static AddressKind Of(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (address.AddressFamily == AddressFamily.InterNetwork) return Among(FourBytes, address) ?? AddressKind.Public;
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return AddressKind.Reserved;
        var bytes = address.GetAddressBytes();
        var plain = new IPAddress(bytes); // a scope would keep it out of every network
        if (Among(SixteenBytes, plain) is { } kind) return kind;
        foreach (var (network, at) in Embedding)
            if (network.Contains(plain)) return Of(new IPAddress(bytes.AsSpan(at, 4)));
        return GlobalUnicast.Contains(plain) ? AddressKind.Public : AddressKind.Reserved;
    }

    /// <summary>Whether a tool may connect there.</summary>
    /// <param name="mayBePrivate">This machine and private networks are allowed, too; all else that is not public never is.</param>
    public static bool MayBeReached(this AddressKind kind, bool mayBePrivate) =>
        kind == AddressKind.Public || (mayBePrivate && kind is AddressKind.Loopback or AddressKind.Private or AddressKind.Shared);

    /// <summary>The kind in words, as the end of "which is".</summary>
    public static string Describe(this AddressKind kind) => kind switch
    {
        AddressKind.Public => "public",
        AddressKind.Loopback => "this machine",
        AddressKind.Private => "in a private network",
        AddressKind.Shared => "in a provider's shared network",
        AddressKind.LinkLocal => "link-local",
        AddressKind.Multicast => "multicast",
        _ => "reserved",
    };

    private static AddressKind? Among((IPNetwork Network, AddressKind Kind)[] known, IPAddress address)
    {
        foreach (var (network, kind) in known)
            if (network.Contains(address)) return kind;
        return null;
    }

    private static IEnumerable<(IPNetwork, AddressKind)> Of(AddressKind kind, params string[] networks) =>
        networks.Select(network => (IPNetwork.Parse(network), kind));
}
