using System.Net.Sockets;

namespace Hanzo.Network.Benchmarks.Processes;

internal static class SocketBytes
{
    public static async Task SendAllAsync(Socket socket, ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0) bytes = bytes[await socket.SendAsync(bytes)..];
    }

    public static async Task ReceiveAllAsync(Socket socket, Memory<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var read = await socket.ReceiveAsync(bytes);
            if (read == 0) throw new IOException("the peer closed the connection.");
            bytes = bytes[read..];
        }
    }
}
