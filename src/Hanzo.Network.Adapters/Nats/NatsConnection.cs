using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Adapters.Nats;

/// <summary>One connection to a NATS server, from the greeting to its end.</summary>
internal sealed class NatsConnection : IDisposable
{
    /// <summary>For connecting and being let in.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly NatsServer _server;
    private readonly Socket _socket;
    private Stream _stream;
    private NatsReader _reader;
    private readonly SemaphoreSlim _writing = new(1);

    private NatsConnection(NatsServer server, Socket socket)
    {
        (_server, _socket, _stream) = (server, socket, new NetworkStream(socket));
        _reader = new NatsReader(_stream, BeaconCodec.MaxBytes);
    }

    public IPAddress Address => ((IPEndPoint)_socket.RemoteEndPoint!).Address;

    /// <exception cref="IOException">It cannot be reached, does not let us in, or is no NATS server.</exception>
    public static async Task<NatsConnection> OpenAsync(NatsServer server, TimeProvider time, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        NatsConnection? connection = null;
        try
        {
            await socket.ConnectAsync(server.Host, server.Port, either.Token);
            connection = new NatsConnection(server, socket);
            await connection.EnterAsync(either.Token);
            return connection;
        }
        catch (Exception e)
        {
            connection?.Dispose();
            socket.Dispose();
            cancellation.ThrowIfCancellationRequested();
            throw e switch
            {
                OperationCanceledException => new IOException($"{server} did not answer within {Patience.TotalSeconds:0} s"),
                SocketException or IOException => new IOException($"{server} cannot be used: {e.Message}", e),
                _ => e,
            };
        }
    }

    /// <summary>The next message; pings are answered meanwhile. Null: the server has ended the connection.</summary>
    /// <exception cref="IOException">The connection broke, or the server complained.</exception>
    public async Task<NatsSaid.Message?> ReadAsync(CancellationToken cancellation)
    {
        while (await _reader.ReadAsync(cancellation) is { } said)
        {
            if (said is NatsSaid.Message message) return message;
            if (said is NatsSaid.Error error) throw new IOException($"{_server} complains: {error.Text}");
            if (said is NatsSaid.Ping) await WriteAsync("PONG\r\n"u8.ToArray(), cancellation);
        }

        return null;
    }

    /// <param name="subscription">Messages carry it.</param>
    public Task SubscribeAsync(string subject, string subscription, CancellationToken cancellation) =>
        WriteAsync(Encoding.ASCII.GetBytes($"SUB {subject} {subscription}\r\n"), cancellation);

    /// <returns>False: the server takes so slowly that an earlier message has not left yet; this one is dropped.</returns>
    public async Task<bool> TryPublishAsync(string subject, string? replyTo, ReadOnlyMemory<byte> payload, CancellationToken cancellation)
    {
        if (!_writing.Wait(0, CancellationToken.None)) return false;
        try
        {
            var reply = replyTo is null ? "" : $"{replyTo} ";
            var head = string.Create(CultureInfo.InvariantCulture, $"PUB {subject} {reply}{payload.Length}\r\n");
            byte[] message = [.. Encoding.ASCII.GetBytes(head), .. payload.Span, .. "\r\n"u8];
            await _stream.WriteAsync(message, cancellation);
            return true;
        }
        finally
        {
            _writing.Release();
        }
    }

    public void Dispose()
    {
        _stream.Dispose();
        _socket.Dispose();
        _writing.Dispose();
    }

    private async Task EnterAsync(CancellationToken cancellation)
    {
        if (await _reader.ReadAsync(cancellation) is not NatsSaid.Info info) throw new IOException("it is no NATS server");
        await SecureAsync(InfoOf(info.Json), cancellation);
        await WriteAsync([.. "CONNECT "u8, .. Greeting(), .. "\r\nPING\r\n"u8], cancellation);
        while (await _reader.ReadAsync(cancellation) is { } said)
        {
            if (said is NatsSaid.Pong) return;
            if (said is NatsSaid.Error error) throw new IOException($"it refuses this node: {error.Text}");
        }

        throw new IOException("it ended the connection");
    }

    // Before it, nothing is told to the server.
    private async Task SecureAsync(ServerInfo info, CancellationToken cancellation)
    {
        if (!info.TlsRequired && !_server.RequiresTls) return;
        if (!info.TlsRequired && !info.TlsAvailable) throw new IOException("it has no TLS, which tls:// asks for");
        if (info.TlsVerify) throw new IOException("it asks for a certificate of this node, which is not available for NATS");
        if (_reader.HasMore) throw new IOException("it said more before TLS than it may");
        _stream = await NatsTls.SecureAsync(_server, _stream, cancellation);
        _reader = new NatsReader(_stream, BeaconCodec.MaxBytes);
    }

    private async Task WriteAsync(byte[] bytes, CancellationToken cancellation)
    {
        await _writing.WaitAsync(cancellation);
        try
        {
            await _stream.WriteAsync(bytes, cancellation);
        }
        finally
        {
            _writing.Release();
        }
    }

    private byte[] Greeting()
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteBoolean("verbose", false);
            json.WriteBoolean("pedantic", false);
            json.WriteBoolean("tls_required", _server.RequiresTls);
            json.WriteString("name", "hanzo");
            json.WriteString("lang", "C#");
            json.WriteString("version", NetworkVersion.Current);
            json.WriteNumber("protocol", 1);
            if (_server.User is { } user) json.WriteString("user", user);
            if (_server.Password is { } password) json.WriteString("pass", password);
            if (_server.Token is { } token) json.WriteString("auth_token", token);
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }

    private static ServerInfo InfoOf(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            bool Says(string name) =>
                json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
            return new ServerInfo(Says("tls_required"), Says("tls_available"), Says("tls_verify"));
        }
        catch (JsonException e)
        {
            throw new IOException("it is no NATS server", e);
        }
    }

    /// <param name="TlsVerify">Clients must show a certificate.</param>
    private readonly record struct ServerInfo(bool TlsRequired, bool TlsAvailable, bool TlsVerify);
}
