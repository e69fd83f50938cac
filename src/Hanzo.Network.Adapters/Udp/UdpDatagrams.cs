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

    private const int MaxErrorsInARow = 16;
    private static readonly IPEndPoint Anyone = new(IPAddress.Any, 0);

    private readonly Socket _shared;
    private readonly Socket _own;
    private readonly LinkSenders _senders;
    private readonly IDatagramFilter? _filter;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _closing = new();
    private readonly Channel<Datagram> _queue;
    private readonly Task[] _pumps;
    private long _received;
    private long _oversized;
    private long _overflowed;
    private long _receiveErrors;
    private long _sendErrors;

    public UdpDatagrams(Socket shared, Socket own, LinkSenders senders, IDatagramFilter? filter, TimeProvider time)
    {
        (_shared, _own, _senders, _filter, _time) = (shared, own, senders, filter, time);
        var bound = new BoundedChannelOptions(MaxQueued) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true };
        _queue = Channel.CreateBounded<Datagram>(bound, _ => Interlocked.Increment(ref _overflowed));
        _pumps = [PumpAsync(_shared, own: false), PumpAsync(_own, own: true)];
    }

    public ImmutableArray<NetworkLink> Links => _senders.Links;

    public DatagramReport Report => new(
        _senders.Report(),
        Interlocked.Read(ref _received),
        Interlocked.Read(ref _oversized),
        Interlocked.Read(ref _overflowed),
        Interlocked.Read(ref _receiveErrors),
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
        if (_closing.IsCancellationRequested) return;
        await _closing.CancelAsync();
        _shared.Dispose();
        _own.Dispose();
        await Task.WhenAll(_pumps);
        _queue.Writer.TryComplete();
        _closing.Dispose();
    }

    private async Task PumpAsync(Socket socket, bool own)
    {
        // One byte more than allowed, so that a longer datagram shows.
        var buffer = new byte[BeaconCodec.MaxBytes + 1];
        var from = new SocketAddress(AddressFamily.InterNetwork);
        var pace = new ReceivePace(_time);
        var errorsInARow = 0;
        while (errorsInARow < MaxErrorsInARow)
        {
            try
            {
                var length = await socket.ReceiveFromAsync(buffer, SocketFlags.None, from, _closing.Token);
                errorsInARow = 0;
                Take(buffer.AsSpan(0, length), from, own);
                if (!pace.Note() || (!pace.IsFull && socket.Available > 0)) continue;
                pace.Paused();
                await Task.Delay(ReceivePace.Pause, _time, _closing.Token);
            }
            catch (SocketException cause) when (cause.SocketErrorCode == SocketError.MessageSize)
            {
                Interlocked.Increment(ref _oversized); // Windows reports by error what other systems cut off
            }
            catch (SocketException cause) when (!_closing.IsCancellationRequested)
            {
                Interlocked.Increment(ref _receiveErrors);
                if (++errorsInARow == MaxErrorsInARow) _queue.Writer.TryComplete(cause);
            }
            catch (Exception cause) when (cause is OperationCanceledException or ObjectDisposedException or SocketException)
            {
                return;
            }
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
