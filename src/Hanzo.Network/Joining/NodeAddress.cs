using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Serialization;

namespace Hanzo.Network.Joining;

/// <summary>
/// Where a node's remoting is dialled: <c>192.168.1.20:5681</c>, <c>pi.local:5681</c>, <c>[fe80::1]:5681</c>.
/// The order (host by ordinal text, then port) is the same on every node.
/// </summary>
[JsonConverter(typeof(NodeAddressJson))]
public sealed record NodeAddress : IComparable<NodeAddress>
{
    public const string AllowedForm = "host:port with a host name or IP address of at most 253 characters and a port of 1 to 65535";
    private const int MaxHostLength = 253;

    private NodeAddress(string host, int port) => (Host, Port) = (host, port);

    public string Host { get; }
    public int Port { get; }
    public bool IsLoopback => Host == "localhost" || (IPAddress.TryParse(Host, out var ip) && IPAddress.IsLoopback(ip));

    /// <exception cref="FormatException">The text is not of the allowed form.</exception>
    public static NodeAddress Parse(string text) =>
        TryParse(text, out var address)
            ? address
            : throw new FormatException($"address '{text}' is not allowed; it must be {AllowedForm}.");

    public static bool TryParse(string? text, out NodeAddress address)
    {
        address = null!;
        var colon = text?.LastIndexOf(':') ?? -1;
        if (colon <= 0) return false;
        if (!int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)) return false;
        return TryCreate(text![..colon].Trim('[', ']'), port, out address);
    }

    public static bool TryCreate(string? host, int port, out NodeAddress address)
    {
        var valid = host is { Length: >= 1 and <= MaxHostLength }
            && port is >= IPEndPoint.MinPort + 1 and <= IPEndPoint.MaxPort
            && Uri.CheckHostName(host) != UriHostNameType.Unknown;
        address = valid ? new NodeAddress(host!, port) : null!;
        return valid;
    }

    /// <summary>Whether the text is of <see cref="AllowedForm"/>, or such a host without a port.</summary>
    public static bool IsHostOrAddress(string? text) =>
        TryParse(text, out _) || (text?.Contains(':', StringComparison.Ordinal) == false && TryCreate(text, IPEndPoint.MaxPort, out _));

    public int CompareTo(NodeAddress? other)
    {
        if (other is null) return 1;
        var hosts = string.CompareOrdinal(Host, other.Host);
        return hosts != 0 ? hosts : Port.CompareTo(other.Port);
    }

    /// <summary>True when both are certainly on one machine: the same host text, or loopback both.</summary>
    public bool IsSameHost(NodeAddress other) =>
        string.Equals(Host, other.Host, StringComparison.Ordinal) || (IsLoopback && other.IsLoopback);

    public override string ToString() =>
        IPAddress.TryParse(Host, out var ip) && ip.AddressFamily == AddressFamily.InterNetworkV6
            ? string.Create(CultureInfo.InvariantCulture, $"[{Host}]:{Port}")
            : string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");

    public static bool operator <(NodeAddress left, NodeAddress right) => left.CompareTo(right) < 0;

    public static bool operator >(NodeAddress left, NodeAddress right) => left.CompareTo(right) > 0;

    public static bool operator <=(NodeAddress left, NodeAddress right) => left.CompareTo(right) <= 0;

    public static bool operator >=(NodeAddress left, NodeAddress right) => left.CompareTo(right) >= 0;
}
