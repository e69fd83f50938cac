using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Adapters.Nats;

/// <summary>
/// Beacons by a NATS server instead of UDP: a broadcast is published on the network's subject, an answer on the subject that its
/// receiver alone hears. When the connection ends, so does what is received, and whoever opened it opens another one.
/// </summary>
internal sealed class NatsDatagrams : IDatagrams
{
    /// <summary>Messages that wait to be taken; further ones are dropped.</summary>
    public const int MaxQueued = 512;

    /// <summary>This node's own beacons come back every 2.5 s: for longer silence the connection is dead.</summary>
    public static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(15);

    private const string ToAll = "1";
    private const string ToUs = "2";

    private readonly NatsServer _server;
    private readonly NatsSubjects _subjects;
    private readonly IDatagramFilter? _filter;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _closing = new();
    private readonly Channel<Datagram> _queue;
    private readonly Task _running;
    private NatsConnection? _connection;
    private string? _lastError;
    private long _sent;
    private long _failed;
    private long _received;
    private long _oversized;
    private long _overflowed;
    private long _sendErrors;
    private long _ownHeard;

    public NatsDatagrams(NatsServer server, NatsSubjects subjects, IDatagramFilter? filter, TimeProvider time)
    {
        (_server, _subjects, _filter, _time) = (server, subjects, filter, time);
        var bound = new BoundedChannelOptions(MaxQueued) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true };
        _queue = Channel.CreateBounded<Datagram>(bound, _ => Interlocked.Increment(ref _overflowed));
        _running = RunAsync();
    }

    public ImmutableArray<NetworkLink> Links => [];

    public DatagramReport Report => new(
        [Link],
        Read(ref _received),
        Read(ref _oversized),
        Read(ref _overflowed),
        ReceiveErrors: 0,
        Read(ref _sendErrors));

    private LinkReport Link => new(
        _server.ToString(), IPAddress.None, IPAddress.None, Read(ref _sent), Read(ref _failed), Volatile.Read(ref _lastError))
    {
        OwnHeard = Read(ref _ownHeard),
    };

    public async ValueTask BroadcastAsync(ReadOnlyMemory<byte> payload, int port, CancellationToken cancellation)
    {
        var sent = await TrySendAsync(_subjects.Presence, payload, cancellation);
        Interlocked.Increment(ref sent ? ref _sent : ref _failed);
    }

    public async ValueTask SendAsync(ReadOnlyMemory<byte> payload, IPEndPoint to, CancellationToken cancellation)
    {
        var inbox = (to as NatsEndPoint)?.Inbox;
        if (inbox is null || !await TrySendAsync(inbox, payload, cancellation)) Interlocked.Increment(ref _sendErrors);
    }

    public IAsyncEnumerable<Datagram> ReceiveAsync(CancellationToken cancellation) => _queue.Reader.ReadAllAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        _closing.Cancel();
        await _running;
        _closing.Dispose();
    }

    private async Task<bool> TrySendAsync(string subject, ReadOnlyMemory<byte> payload, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payload.Length, BeaconCodec.MaxBytes, nameof(payload));
        if (Volatile.Read(ref _connection) is not { } connection) return false;
        try
        {
            return await connection.TryPublishAsync(subject, _subjects.Inbox, payload, cancellation);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            Volatile.Write(ref _lastError, e.Message); // reading ends as well, and says so
            return false;
        }
    }

    private async Task RunAsync()
    {
        Exception? end = null;
        try
        {
            using var connection = await NatsConnection.OpenAsync(_server, _time, _closing.Token);
            await connection.SubscribeAsync(_subjects.Presence, ToAll, _closing.Token);
            await connection.SubscribeAsync(_subjects.Inbox, ToUs, _closing.Token);
            Volatile.Write(ref _connection, connection);
            await ReceiveAsync(connection);
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            // It was closed.
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or InvalidDataException)
        {
            end = e is InvalidDataException ? new IOException($"{_server} cannot be used: {e.Message}", e) : e;
        }
        finally
        {
            Volatile.Write(ref _connection, null);
            _queue.Writer.TryComplete(end);
        }
    }

    private async Task ReceiveAsync(NatsConnection connection)
    {
        while (await ReadAsync(connection) is { } message)
        {
            Interlocked.Increment(ref _received);
            if (message.Payload is not { } payload)
            {
                Interlocked.Increment(ref _oversized);
                continue;
            }

            var verdict = _filter?.Judge(payload) ?? DatagramVerdict.Take;
            if (verdict == DatagramVerdict.Own) Interlocked.Increment(ref _ownHeard);
            if (verdict != DatagramVerdict.Take) continue;
            var inbox = _subjects.IsInbox(message.ReplyTo) ? message.ReplyTo : null;
            var from = new NatsEndPoint(connection.Address, _server.Port, inbox);
            _queue.Writer.TryWrite(new Datagram(payload, from, Own: message.Subscription == ToUs));
        }

        throw new IOException($"{_server} ended the connection");
    }

    private async Task<NatsSaid.Message?> ReadAsync(NatsConnection connection)
    {
        using var silence = new CancellationTokenSource(LongestSilence, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, _closing.Token);
        try
        {
            return await connection.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!_closing.IsCancellationRequested)
        {
            throw new IOException($"{_server} said nothing for {LongestSilence.TotalSeconds:0} s");
        }
    }

    private static long Read(ref long counter) => Interlocked.Read(ref counter);
}
