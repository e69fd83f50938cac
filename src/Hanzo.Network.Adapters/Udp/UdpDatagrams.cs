using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Adapters.Udp;

/// <summary>Discovery's two sockets: the listener that all nodes of the machine share, and this node's own.</summary>
internal sealed class UdpDatagrams : IDatagrams
{
    /// <summary>Datagrams that wait to be read; later ones are dropped and counted.</summary>
    public const int MaxQueued = 512;

    private static readonly IPEndPoint Anyone = new(IPAddress.Any, 0);

    private readonly Socket _own;
    private readonly LinkSenders _senders;
    private readonly IDatagramFilter? _filter;
    private readonly Channel<Datagram> _queue;
    private readonly SocketPump[] _pumps;
    private readonly Task[] _watches;
    private long _received;
    private long _oversized;
    private long _overflowed;
    private long _sendErrors;

    public UdpDatagrams(Socket shared, Socket own, LinkSenders senders, IDatagramFilter? filter, TimeProvider time)
    {
        (_own, _senders, _filter) = (own, senders, filter);
        var bound = new BoundedChannelOptions(MaxQueued) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true };
        _queue = Channel.CreateBounded<Datagram>(bound, _ => Interlocked.Increment(ref _overflowed));
        _pumps =
        [
            new SocketPump(shared, BeaconCodec.MaxBytes, (datagram, from) => Take(datagram, from, own: false), time),
            new SocketPump(own, BeaconCodec.MaxBytes, (datagram, from) => Take(datagram, from, own: true), time),
        ];
        _watches = [.. _pumps.Select(WatchAsync)];
    }

    public ImmutableArray<NetworkLink> Links => _senders.Links;

    public DatagramReport Report => new(
        _senders.Report(),
        Interlocked.Read(ref _received),
        Interlocked.Read(ref _oversized) + _pumps.Sum(pump => pump.Oversized),
        Interlocked.Read(ref _overflowed),
        _pumps.Sum(pump => pump.Errors),
        Interlocked.Read(ref _sendErrors));

    public async ValueTask BroadcastAsync(ReadOnlyMemory<byte> payload, int port, CancellationToken cancellation)
    {
        RequireBound(payload);
        await _senders.SendToAllAsync(_own, payload, port, cancellation);
    }

    public async ValueTask SendAsync(ReadOnlyMemory<byte> payload, IPEndPoint to, CancellationToken cancellation)
    {
        RequireBound(payload);
        try
        {
            await _own.SendToAsync(payload, SocketFlags.None, to, cancellation);
        }
        catch (SocketException)
        {
            Interlocked.Increment(ref _sendErrors); // best effort, like the datagram itself
        }
    }

    public IAsyncEnumerable<Datagram> ReceiveAsync(CancellationToken cancellation) => _queue.Reader.ReadAllAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        foreach (var pump in _pumps) await pump.DisposeAsync();
        await Task.WhenAll(_watches);
        _queue.Writer.TryComplete();
    }

    private async Task WatchAsync(SocketPump pump)
    {
        try
        {
            await pump.Ended;
        }
        catch (Exception e)
        {
            _queue.Writer.TryComplete(e); // whoever receives is told
        }
    }

    // Allocates only for what is handed on.
    private void Take(ReadOnlySpan<byte> payload, SocketAddress from, bool own)
    {
        Interlocked.Increment(ref _received);
        if (payload.Length > BeaconCodec.MaxBytes)
        {
            Interlocked.Increment(ref _oversized);
            return;
        }

        switch (_filter?.Judge(payload) ?? DatagramVerdict.Take)
        {
            case DatagramVerdict.Own:
                _senders.CountOwn(AddressOf(from));
                break;
            case DatagramVerdict.Take:
                var sender = (IPEndPoint)Anyone.Create(from);
                _senders.CountHeard(sender.Address);
                _queue.Writer.TryWrite(new Datagram(payload.ToArray(), sender, own));
                break;
            default:
                break;
        }
    }

    // Of an IPv4 socket address: family, port, address.
    private static uint AddressOf(SocketAddress from) => BinaryPrimitives.ReadUInt32BigEndian(from.Buffer.Span[4..]);

    private static void RequireBound(ReadOnlyMemory<byte> payload) =>
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payload.Length, BeaconCodec.MaxBytes, nameof(payload));
}
