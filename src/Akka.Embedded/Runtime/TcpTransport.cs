using System.Net;
using System.Net.Sockets;

namespace Akka.Embedded.Runtime;

/// <summary>The real network: TCP sockets, each behind a pair of pipes.</summary>
internal sealed class TcpTransport : ITransport
{
    public static readonly TcpTransport Instance = new();

    /// <summary>Connections that wait to be accepted: in a flood, one beyond it would wait for a second. Systems may allow less.</summary>
    private const int Backlog = 4096;

    public async Task<IListener> ListenAsync(string host, int port, CancellationToken cancellationToken)
    {
        var address = await ResolveAsync(host, cancellationToken);
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(address, port));
            socket.Listen(Backlog);
            return new TcpListenerEndPoint(socket);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new IOException($"Cannot listen on {host}:{port}: {e.Message} ({e.SocketErrorCode}).", e);
        }
    }

    public async Task<IConnection> DialAsync(string host, int port, TimeSpan timeout, CancellationToken cancellationToken)
    {
        // A connect deadline is the operating system's business, so it runs on the real clock like the connect itself.
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = RuntimeSetup.Default.Time.CreateTimer(_ => deadline.Cancel(), null, timeout, Timeout.InfiniteTimeSpan);
        Socket? socket = null;
        try
        {
            var address = await ResolveAsync(host, deadline.Token);
            socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(new IPEndPoint(address, port), deadline.Token);
            return new TcpConnection(socket);
        }
        catch (SocketException e)
        {
            socket?.Dispose();
            throw new IOException($"Cannot connect to {host}:{port}: {e.Message} ({e.SocketErrorCode}).", e);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            socket?.Dispose();
            throw new IOException($"Cannot connect to {host}:{port}: no answer within {timeout.TotalMilliseconds} ms.");
        }
        catch
        {
            socket?.Dispose();
            throw;
        }
    }

    private static async Task<IPAddress> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host, out var literal))
            return literal;
        var all = await Dns.GetHostAddressesAsync(host, cancellationToken);
        return Array.Find(all, a => a.AddressFamily == AddressFamily.InterNetwork) ?? all.FirstOrDefault()
            ?? throw new IOException($"Host name '{host}' has no address.");
    }
}
