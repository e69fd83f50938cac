using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Akka.Contract.Tests.Support;

/// <summary>
/// Stands before a node's remoting port, so that a test can cut the node off: while <see cref="Cut"/>, what flows through it
/// stays where it is, in both directions, and connections stay open, as when a cable is pulled. Who dials meanwhile hears nothing,
/// and has to dial again afterwards.
/// </summary>
public sealed class Relay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ended = new();
    private volatile TaskCompletionSource _open = Opened();

    private readonly int _inner = FreePort();
    private readonly ConcurrentBag<TcpClient> _connections = [];

    public Relay()
    {
        _listener.Start();
        _ = Accept(_inner);
    }

    /// <summary>TCP port that the node is to listen on.</summary>
    public int Inner => _inner;

    /// <summary>TCP port that peers are to dial.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Makes a node listen behind the relay: peers dial the relay's port, the node listens on another.</summary>
    public string Config() =>
        $"akka.remote.dot-netty.tcp {{ port = {_inner}, public-port = {Port} }}";

    public void Cut() => _open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Heal() => _open.TrySetResult();

    /// <summary>Breaks the connections that go through it now; new ones can be made.</summary>
    public void Break()
    {
        while (_connections.TryTake(out var connection))
            connection.Close();
    }

    public async ValueTask DisposeAsync()
    {
        Heal();
        await _ended.CancelAsync();
        _listener.Stop();
    }

    /// <summary>
    /// Below those that a system gives to whoever asks for any: no other socket comes to have it between two actor systems of the node,
    /// whose next one would listen elsewhere and never be reached.
    /// </summary>
    private static int FreePort()
    {
        while (true)
        {
            var port = Random.Shared.Next(20_000, 32_000);
            using var probe = new TcpListener(IPAddress.Loopback, port);
            try
            {
                probe.Start();
                return port;
            }
            catch (SocketException)
            {
                continue; // It is somebody's.
            }
        }
    }

    private static TaskCompletionSource Opened()
    {
        var open = new TaskCompletionSource();
        open.SetResult();
        return open;
    }

    private async Task Accept(int port)
    {
        try
        {
            while (true)
                _ = Join(await _listener.AcceptTcpClientAsync(_ended.Token), port);
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task Join(TcpClient outside, int port)
    {
        using var inside = new TcpClient();
        _connections.Add(outside);
        _connections.Add(inside);
        using (outside)
        {
            try
            {
                var open = _open.Task;
                if (!open.IsCompleted)
                {
                    await open;
                    return;
                }

                await inside.ConnectAsync(IPAddress.Loopback, port, _ended.Token);
                await Task.WhenAny(Pump(outside.GetStream(), inside.GetStream()), Pump(inside.GetStream(), outside.GetStream()));
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
            {
            }
        }
    }

    private async Task Pump(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[64 * 1024];
        while (await from.ReadAsync(buffer, _ended.Token) is > 0 and var count)
        {
            await _open.Task;
            await to.WriteAsync(buffer.AsMemory(0, count), _ended.Token);
        }
    }
}
