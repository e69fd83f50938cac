using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Adapters.Tcp;

/// <summary>Dials by opening a TCP connection and closing it at once; resolves by the system's resolver.</summary>
public sealed class TcpDialer(TimeProvider time) : IDialer
{
    public async Task<DialResult> DialAsync(NodeAddress address, TimeSpan timeout, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(address.Host, address.Port, either.Token);
            return DialResult.Accepted;
        }
        catch (SocketException cause)
        {
            return cause.SocketErrorCode == SocketError.ConnectionRefused ? DialResult.Refused : DialResult.Silent;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return DialResult.Silent;
        }
    }

    public IPAddress? SourceTo(NodeAddress address)
    {
        if (!IPAddress.TryParse(address.Host, out var to)) return null;
        try
        {
            // Connecting a socket for datagrams sends nothing: it only asks for the route.
            using var socket = new Socket(to.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            socket.Connect(to, address.Port);
            return ((IPEndPoint)socket.LocalEndPoint!).Address;
        }
        catch (SocketException)
        {
            return null; // the contract's answer where there is no way
        }
    }

    public async Task<ImmutableArray<string>> ResolveAsync(string host, CancellationToken cancellation)
    {
        if (IPAddress.TryParse(host, out _)) return [host];
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(host, AddressFamily.InterNetwork, cancellation);
            return [.. addresses.Select(address => address.ToString()).Order(StringComparer.Ordinal)];
        }
        catch (SocketException)
        {
            return []; // the contract's answer for a name that nobody knows
        }
    }

    public bool IsFree(IPAddress address, int port)
    {
        try
        {
            using var probe = new TcpListener(address, port);
            probe.Start();
            return true;
        }
        catch (SocketException busy) when (busy.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
        {
            return false;
        }
    }
}
