using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Hanzo.Network.Adapters.Udp;

/// <summary>Opens the two sockets of discovery with the options that each platform needs.</summary>
internal static class UdpSockets
{
    /// <summary>Site-local group for links without broadcast, such as loopback on macOS.</summary>
    public static readonly IPAddress Group = IPAddress.Parse("239.255.56.78");

    private const int LinuxSoReusePort = 15;
    private const int BsdSoReusePort = 0x200;
    private const int SolSocketLinux = 1;
    private const int SolSocketBsd = 0xffff;
    private const int SioUdpConnReset = -1744830452; // Windows: report no ICMP "port unreachable" as an error of the next receive

    /// <summary>Bound to every address, shared with all programs that open it the same way: each gets every broadcast.</summary>
    /// <exception cref="IOException">The port is held by a program that does not share it.</exception>
    public static Socket OpenShared(int port)
    {
        var socket = Create();
        try
        {
            socket.ExclusiveAddressUse = false;
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            ReusePort(socket);
            socket.Bind(new IPEndPoint(IPAddress.Any, port));
            JoinGroup(socket);
            return socket;
        }
        catch (SocketException cause)
        {
            socket.Dispose();
            throw new IOException(
                $"UDP port {port} cannot be shared ({cause.SocketErrorCode}): another program holds it alone; "
                + "choose another --broadcast-port (1 to 65535).",
                cause);
        }
    }

    /// <summary>Bound to a port of its own; sends, and receives the answers to what it sent.</summary>
    public static Socket OpenOwn(IPAddress bind)
    {
        var socket = Create();
        socket.EnableBroadcast = true;
        socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastLoopback, true);
        socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastInterface, IPAddress.Loopback.GetAddressBytes());
        socket.Bind(new IPEndPoint(IPAddress.IsLoopback(bind) ? IPAddress.Loopback : IPAddress.Any, 0));
        return socket;
    }

    private static Socket Create()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp)
        {
            ReceiveBufferSize = ReceivePace.BufferBytes,
        };
        if (OperatingSystem.IsWindows()) socket.IOControl(SioUdpConnReset, [0], null);
        return socket;
    }

    // Where address reuse alone does not let several sockets share a port (macOS and the BSDs), this does.
    private static void ReusePort(Socket socket)
    {
        if (OperatingSystem.IsWindows()) return;
        Span<byte> one = stackalloc byte[sizeof(int)];
        MemoryMarshal.Write(one, 1);
        if (OperatingSystem.IsLinux()) socket.SetRawSocketOption(SolSocketLinux, LinuxSoReusePort, one);
        else socket.SetRawSocketOption(SolSocketBsd, BsdSoReusePort, one);
    }

    private static void JoinGroup(Socket socket)
    {
        try
        {
            socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.AddMembership, new MulticastOption(Group, IPAddress.Loopback));
        }
        catch (SocketException)
        {
            // The group only stands in for loopback broadcasts; a platform without one of the two has the other.
        }
    }
}
