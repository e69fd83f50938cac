using System.Net.Sockets;
using System.Runtime.InteropServices;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Adapters.Tcp;

/// <summary>
/// Whether packets as large as this machine's interface sends get to a port: a connection is opened and written to, and the system
/// tells whether that was acknowledged. Whoever listens there takes it for a connection that broke off. On Linux only.
/// </summary>
public static class LargePackets
{
    /// <summary>For each of: connecting, the small packet, the large ones; the system repeats what is lost meanwhile.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private const int Tcp = 6;
    private const int TcpInfo = 11;
    private const int MaxBytes = 64 * 1024;

    // The beginning of TLS, so that who speaks it waits for more.
    private const byte Beginning = 0x16;
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);

    /// <returns>Bytes of packets that do not get there although small ones do; null: all do, none do, or it cannot be told.</returns>
    public static async Task<int?> FindLostAsync(NodeAddress to, TimeProvider time, CancellationToken cancellation)
    {
        if (!OperatingSystem.IsLinux()) return null;
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var deadline = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            await socket.ConnectAsync(to.Host, to.Port, either.Token);
            await socket.SendAsync(new[] { Beginning }, either.Token);
            if (await AwaitAsync(socket, time, cancellation) != Outcome.Arrived) return null;
            var path = InfoOf(socket);
            var bytes = Math.Min(2 * (int)path.SegmentBytes, MaxBytes);
            if (socket.Send(new byte[bytes], SocketFlags.None) < path.SegmentBytes) return null;
            return await AwaitAsync(socket, time, cancellation) == Outcome.Lost ? (int)path.PacketBytes : null;
        }
        catch (SocketException)
        {
            return null; // it was refused, or ended by the other side: which large packets may have brought about
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    private static async Task<Outcome> AwaitAsync(Socket socket, TimeProvider time, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        while (time.GetElapsedTime(began) < Patience)
        {
            var info = InfoOf(socket);
            if (!info.IsOpen) return Outcome.Ended;
            if (info.Unacknowledged == 0) return Outcome.Arrived;
            await Task.Delay(LookEvery, time, cancellation);
        }

        return Outcome.Lost;
    }

    // struct tcp_info of Linux, which grows at its end only.
    private static PathInfo InfoOf(Socket socket)
    {
        const int State = 0, SegmentBytes = 16, Unacknowledged = 24, PacketBytes = 60, Needed = 64;
        const byte Established = 1;
        Span<byte> info = stackalloc byte[Needed];
        if (socket.GetRawSocketOption(Tcp, TcpInfo, info) < Needed) throw new SocketException((int)SocketError.ProtocolOption);
        uint At(ReadOnlySpan<byte> all, int offset) => MemoryMarshal.Read<uint>(all[offset..]);
        return new PathInfo(
            info[State] == Established, At(info, SegmentBytes), At(info, Unacknowledged), At(info, PacketBytes));
    }

    private enum Outcome
    {
        Arrived,
        Lost,
        Ended,
    }

    /// <param name="IsOpen">By both sides.</param>
    /// <param name="SegmentBytes">Of what is written, in the largest packet.</param>
    /// <param name="Unacknowledged">Packets.</param>
    /// <param name="PacketBytes">Of the largest packet, as far as this machine knows the path.</param>
    private readonly record struct PathInfo(bool IsOpen, uint SegmentBytes, uint Unacknowledged, uint PacketBytes);
}
