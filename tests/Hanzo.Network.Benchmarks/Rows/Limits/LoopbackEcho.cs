using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Hanzo.Network.Benchmarks.Processes;
using Hanzo.Network.Benchmarks.Statistics;

namespace Hanzo.Network.Benchmarks.Rows.Limits;

/// <summary>One connection of this process to itself: what a round trip takes of members that share a process.</summary>
internal sealed class LoopbackEcho : IDisposable
{
    private readonly Socket _socket;
    private readonly Socket _peer;

    private LoopbackEcho(Socket socket, Socket peer) => (_socket, _peer) = (socket, peer);

    public static async Task<LoopbackEcho> StartAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(listener.LocalEndpoint);
        var peer = await listener.AcceptSocketAsync();
        peer.NoDelay = true;
        return new LoopbackEcho(socket, peer);
    }

    /// <summary>One message after the other.</summary>
    public async Task MeasureAsync(int bytes, TimeSpan duration, LatencyHistogram trips)
    {
        var (sent, received, echoed) = (new byte[bytes], new byte[bytes], new byte[bytes]);
        var start = Stopwatch.GetTimestamp();
        do
        {
            var began = Stopwatch.GetTimestamp();
            var answered = AnswerAsync(echoed);
            await SocketBytes.SendAllAsync(_socket, sent);
            await SocketBytes.ReceiveAllAsync(_socket, received);
            trips.Record(Stopwatch.GetTimestamp() - began);
            await answered;
        }
        while (Stopwatch.GetElapsedTime(start) < duration);
    }

    public void Dispose()
    {
        _socket.Dispose();
        _peer.Dispose();
    }

    private async Task AnswerAsync(byte[] message)
    {
        await SocketBytes.ReceiveAllAsync(_peer, message);
        await SocketBytes.SendAllAsync(_peer, message);
    }
}
