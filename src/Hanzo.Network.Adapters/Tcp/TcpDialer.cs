using System.Net.Sockets;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Adapters.Tcp;

/// <summary>Opens a TCP connection and closes it at once.</summary>
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
}
