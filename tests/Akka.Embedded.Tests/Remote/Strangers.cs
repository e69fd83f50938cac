using System.Net;
using System.Net.Sockets;
using Akka.Actor;

namespace Akka.Embedded.Tests.Remote;

/// <summary>Sockets that are no nodes, or claim to be one.</summary>
internal static class Strangers
{
    public static async Task<Socket> Connect(ActorSystem to)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, Pair.AddressOf(to).Port!.Value));
        return socket;
    }

    public static async Task IsCut(Socket socket)
    {
        var buffer = new byte[1024];
        try
        {
            while (await socket.ReceiveAsync(buffer).WaitAsync(Pair.Patience) > 0)
            {
            }
        }
        catch (SocketException)
        {
            // A reset is as good an end as any.
        }
    }

    public static async Task<Socket> Greet(ActorSystem to, string as_)
    {
        var socket = await Connect(to);
        await socket.SendAsync(Greetings.Hello(as_, Pair.AddressOf(to).ToString()));
        return socket;
    }

    public static async Task Read(Socket socket, int count)
    {
        var buffer = new byte[count];
        for (var at = 0; at < count;)
            at += await socket.ReceiveAsync(buffer.AsMemory(at)).AsTask().WaitAsync(Pair.Patience);
    }
}
