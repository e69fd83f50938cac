using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Hanzo.Network.Benchmarks.Processes.Roles;

/// <summary>One connection that sends back all it gets, or, as a sink, one byte at the end of the number of bytes it was told.</summary>
internal sealed class SocketPeer() : Role(RoleName)
{
    public const string RoleName = "socket";
    private const int BufferBytes = 256 * 1024;

    public static Child Start(long sinkBytes) => Child.Start(RoleName, sinkBytes.ToString(CultureInfo.InvariantCulture));

    public override async Task RunAsync(ParentLine parent, string[] arguments)
    {
        var sinkBytes = long.Parse(arguments[0], CultureInfo.InvariantCulture);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        parent.Say($"port {((IPEndPoint)listener.LocalEndpoint).Port}");
        using var socket = await listener.AcceptSocketAsync();
        socket.NoDelay = true;
        var served = sinkBytes > 0 ? SinkAsync(socket, sinkBytes) : EchoAsync(socket);
        await Task.WhenAny(served, parent.ObeyNothingAsync());
    }

    private static async Task EchoAsync(Socket socket)
    {
        var buffer = new byte[BufferBytes];
        while (await socket.ReceiveAsync(buffer) is > 0 and var read)
            await SocketBytes.SendAllAsync(socket, buffer.AsMemory(0, read));
    }

    private static async Task SinkAsync(Socket socket, long bytesPerAnswer)
    {
        var buffer = new byte[BufferBytes];
        var missing = bytesPerAnswer;
        while (await socket.ReceiveAsync(buffer) is > 0 and var read)
        {
            for (missing -= read; missing <= 0; missing += bytesPerAnswer)
                await SocketBytes.SendAllAsync(socket, new byte[1]);
        }
    }
}
