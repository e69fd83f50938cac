using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Adapters.Udp;

/// <summary>One link: its broadcast address, or the multicast group once broadcasting on loopback has failed.</summary>
internal sealed class LinkSender(NetworkLink link)
{
    private long _sent;
    private long _failed;
    private long _ownHeard;
    private long _heard;
    private readonly uint _address = BinaryPrimitives.ReadUInt32BigEndian(link.Address.GetAddressBytes());
    private string? _lastError;
    private IPAddress _target = link.Broadcast;

    public NetworkLink Link { get; } = link;

    public LinkReport Report() =>
        new(Link.Name, Link.Address, _target, Interlocked.Read(ref _sent), Interlocked.Read(ref _failed), Volatile.Read(ref _lastError))
        {
            OwnHeard = Interlocked.Read(ref _ownHeard),
            Heard = Interlocked.Read(ref _heard),
            Type = Link.Type,
            PrefixLength = Link.PrefixLength,
            IsLoopback = Link.IsLoopback,
            Mtu = Link.Mtu,
        };

    public bool HasAddress(uint address) => _address == address;

    public void CountOwn() => Interlocked.Increment(ref _ownHeard);

    public void CountHeard() => Interlocked.Increment(ref _heard);

    public async ValueTask SendAsync(Socket socket, ReadOnlyMemory<byte> payload, int port, CancellationToken cancellation)
    {
        if (await TrySendAsync(socket, payload, port, cancellation)) return;
        if (!Link.IsLoopback || _target.Equals(UdpSockets.Group)) return;
        _target = UdpSockets.Group;
        await TrySendAsync(socket, payload, port, cancellation);
    }

    private async ValueTask<bool> TrySendAsync(Socket socket, ReadOnlyMemory<byte> payload, int port, CancellationToken cancellation)
    {
        try
        {
            await socket.SendToAsync(payload, SocketFlags.None, new IPEndPoint(_target, port), cancellation);
            Interlocked.Increment(ref _sent);
            return true;
        }
        catch (SocketException cause)
        {
            Interlocked.Increment(ref _failed);
            Volatile.Write(ref _lastError, $"{_target}: {cause.SocketErrorCode}");
            return false;
        }
    }
}
