using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Hanzo.Network.Benchmarks.Processes;
using Hanzo.Network.Benchmarks.Processes.Roles;

namespace Hanzo.Network.Benchmarks.Rows.Limits;

/// <summary>One connection to a child, without any runtime between.</summary>
internal sealed class SocketPair : IAsyncDisposable
{
    private readonly Child _child;

    private SocketPair(Child child, Socket socket) => (_child, Socket) = (child, socket);

    public Socket Socket { get; }

    public static async Task<SocketPair> ConnectAsync(long sinkBytes = 0)
    {
        var child = SocketPeer.Start(sinkBytes);
        var port = int.Parse((await child.ExpectAsync("port")).Text, CultureInfo.InvariantCulture);
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        return new SocketPair(child, socket);
    }

    public async ValueTask DisposeAsync()
    {
        Socket.Dispose();
        await _child.DisposeAsync();
    }
}
