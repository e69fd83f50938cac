using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;

namespace Hanzo.Network.Joining;

/// <summary>A network interface with one IPv4 address.</summary>
/// <param name="Broadcast">From the interface's real mask.</param>
/// <param name="Priority">Higher is preferred.</param>
public sealed record NetworkLink(string Name, string Type, IPAddress Address, IPAddress Broadcast, int Priority, bool IsLoopback)
{
    private const int AddressBits = 32;

    /// <summary>Bits of the address that all of the link's network have in common, 0 to 32.</summary>
    public int PrefixLength { get; init; } = AddressBits;

    /// <summary>Bytes of the largest packet; null: unknown.</summary>
    public int? Mtu { get; init; }

    /// <summary>Whether an IPv4 address is of the link's network.</summary>
    public bool Reaches(IPAddress address) => AreNeighbours(Address, address, PrefixLength);

    internal static bool AreNeighbours(IPAddress one, IPAddress other, int prefixLength)
    {
        if (other.AddressFamily != AddressFamily.InterNetwork) return false;
        var mask = prefixLength == 0 ? 0 : uint.MaxValue << (AddressBits - prefixLength);
        return ((ToNumber(one) ^ ToNumber(other)) & mask) == 0;
    }

    private static uint ToNumber(IPAddress address) => BinaryPrimitives.ReadUInt32BigEndian(address.GetAddressBytes());
}

/// <param name="Own">False when it came in on the listener shared by all nodes of the machine, true on this node's own socket.</param>
public readonly record struct Datagram(ReadOnlyMemory<byte> Payload, IPEndPoint From, bool Own);

/// <summary>UDP as discovery needs it: a listener shared by port and an ephemeral socket of our own that sends.</summary>
public interface IDatagrams : IAsyncDisposable
{
    ImmutableArray<NetworkLink> Links { get; }

    /// <summary>What happened so far, for a diagnosis.</summary>
    DatagramReport Report { get; }

    /// <summary>Sends to each usable link's broadcast address; failures of single links are counted, not thrown.</summary>
    ValueTask BroadcastAsync(ReadOnlyMemory<byte> payload, int port, CancellationToken cancellation);

    /// <summary>To one node; a failure is counted, not thrown.</summary>
    ValueTask SendAsync(ReadOnlyMemory<byte> payload, IPEndPoint to, CancellationToken cancellation);

    IAsyncEnumerable<Datagram> ReceiveAsync(CancellationToken cancellation);
}

/// <param name="Oversized">Received datagrams above <see cref="BeaconCodec.MaxBytes"/>, dropped.</param>
/// <param name="Overflowed">Received datagrams dropped because the queue was full.</param>
/// <param name="ReceiveErrors">Errors that a socket reported on receiving.</param>
/// <param name="SendErrors">Failed sends to single nodes; those to links are in <paramref name="Links"/>.</param>
public sealed record DatagramReport(
    ImmutableArray<LinkReport> Links, long Received, long Oversized, long Overflowed, long ReceiveErrors, long SendErrors);

/// <param name="LastError">Null while every send succeeded.</param>
public sealed record LinkReport(string Name, IPAddress Address, IPAddress Broadcast, long Sent, long Failed, string? LastError)
{
    /// <summary>This node's own broadcasts that came back to it by this link.</summary>
    public long OwnHeard { get; init; }

    /// <summary>Datagrams for this node from others of the link's network.</summary>
    public long Heard { get; init; }

    public string Type { get; init; } = "";

    /// <inheritdoc cref="NetworkLink.PrefixLength"/>
    public int PrefixLength { get; init; } = 32;

    /// <inheritdoc cref="NetworkLink.Reaches"/>
    public bool Reaches(IPAddress address) => NetworkLink.AreNeighbours(Address, address, PrefixLength);

    public bool IsLoopback { get; init; }

    /// <summary>Bytes of the largest packet; null: unknown.</summary>
    public int? Mtu { get; init; }
}

/// <summary>Opens the sockets of one node.</summary>
public interface IDatagramsFactory
{
    /// <param name="filter">What it does not take is never received; null: takes all.</param>
    /// <param name="bind">Loopback: beacons leave by loopback only; any other address: by all usable links.</param>
    /// <param name="links">Only interfaces that fit.</param>
    /// <exception cref="IOException">The port is held by a program that does not share it, or no interface fits.</exception>
    IDatagrams Open(IPAddress bind, int listenPort, LinkFilter links, IDatagramFilter? filter = null);

    /// <summary>The links that beacons would leave by, the most preferred first; none is opened.</summary>
    ImmutableArray<NetworkLink> FindLinks(IPAddress bind, LinkFilter links);
}
