using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Akka.Embedded.Runtime;

namespace Akka.Actor;

/// <summary>Where an actor system is: <c>protocol://system[@host:port]</c>. Without host it is "this system".</summary>
public sealed class Address : IEquatable<Address>, IComparable<Address>, IComparable, ICloneable
{
    /// <summary>Stands for every address.</summary>
    public static readonly Address AllSystems = new("akka", "all-systems");

    /// <summary>Orders by protocol, system, host and port.</summary>
    public static readonly IComparer<Address> Comparer = Comparer<Address>.Create(Compare);

    private readonly int _hash;
    private string? _text;

    public Address(string protocol, string system, string? host = null, int? port = null)
    {
        Protocol = protocol;
        System = system;
        Host = host?.ToLowerInvariant();
        Port = port;
        _hash = StableHash.Combine(StableHash.Combine(StableHash.Of(Host), port ?? 0), StableHash.Of(system));
    }

    public string? Host { get; }

    public int? Port { get; }

    public string System { get; }

    public string Protocol { get; }

    /// <summary>True when there is no host, so that it means the system that reads it.</summary>
    public bool HasLocalScope => string.IsNullOrEmpty(Host);

    public bool HasGlobalScope => !HasLocalScope;

    /// <exception cref="UriFormatException">Not an address.</exception>
    public static Address Parse(string address) =>
        TryParse(address, out var parsed)
            ? parsed
            : throw new UriFormatException($"'{address}' is not an actor system's address; expected protocol://system[@host:port].");

    public static bool TryParse(string path, [NotNullWhen(true)] out Address? address) => TryParse(path.AsSpan(), out address, out _);

    public static bool TryParse(ReadOnlySpan<char> span, [NotNullWhen(true)] out Address? address) => TryParse(span, out address, out _);

    /// <param name="absolutUri">The rest, from the first slash after the authority.</param>
    public static bool TryParse(ReadOnlySpan<char> span, [NotNullWhen(true)] out Address? address, out ReadOnlySpan<char> absolutUri)
    {
        address = null;
        absolutUri = "/";
        var scheme = span.IndexOf("://");
        if (scheme < 1 || !span.StartsWith("akka", StringComparison.OrdinalIgnoreCase))
            return false;
        var protocol = span[..scheme].ToString().ToLowerInvariant();
        var authority = span[(scheme + 3)..];
        var slash = authority.IndexOf('/');
        if (slash >= 0)
        {
            absolutUri = authority[slash..];
            authority = authority[..slash];
        }
        if (authority.IsEmpty)
            return false;
        var at = authority.IndexOf('@');
        if (at < 0)
        {
            address = new Address(protocol, authority.ToString());
            return true;
        }
        return TryParseHost(protocol, authority[..at].ToString(), authority[(at + 1)..], out address);
    }

    public Address WithProtocol(string protocol) => new(protocol, System, Host, Port);

    public Address WithSystem(string system) => new(Protocol, system, Host, Port);

    public Address WithHost(string? host = null) => new(Protocol, System, host, Port);

    public Address WithPort(int? port = null) => new(Protocol, System, Host, port);

    /// <summary><c>system@host:port</c></summary>
    public string HostPort() => ToString()[(Protocol.Length + 3)..];

    public object Clone() => new Address(Protocol, System, Host, Port);

    public int CompareTo(Address? other) => Compare(this, other);

    int IComparable.CompareTo(object? obj) => Compare(this, obj as Address);

    public bool Equals(Address? other) =>
        ReferenceEquals(this, other)
        || (other is not null && Port == other.Port && Host == other.Host && System == other.System && Protocol == other.Protocol);

    public override bool Equals(object? obj) => Equals(obj as Address);

    public override int GetHashCode() => _hash;

    public override string ToString() => _text ??= HasLocalScope
        ? $"{Protocol}://{System}"
        : $"{Protocol}://{System}@{Host}{(Port is { } port ? ":" + port.ToString(CultureInfo.InvariantCulture) : "")}";

    public static bool operator ==(Address? left, Address? right) => Equals(left, right);

    public static bool operator !=(Address? left, Address? right) => !Equals(left, right);

    private static bool TryParseHost(string protocol, string system, ReadOnlySpan<char> hostPort, [NotNullWhen(true)] out Address? address)
    {
        address = null;
        var colon = hostPort.LastIndexOf(':');
        if (colon < 1 || system.Length == 0 || hostPort[..colon].IsWhiteSpace())
            return false;
        if (!int.TryParse(hostPort[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port > ushort.MaxValue)
            return false;
        address = new Address(protocol, system, hostPort[..colon].ToString(), port);
        return true;
    }

    private static int Compare(Address? left, Address? right)
    {
        if (ReferenceEquals(left, right))
            return 0;
        if (left is null)
            return -1;
        if (right is null)
            return 1;
        var result = string.CompareOrdinal(left.Protocol, right.Protocol);
        if (result == 0)
            result = string.CompareOrdinal(left.System, right.System);
        if (result == 0)
            result = string.CompareOrdinal(left.Host ?? "", right.Host ?? "");
        return result == 0 ? Nullable.Compare(left.Port, right.Port) : result;
    }
}
