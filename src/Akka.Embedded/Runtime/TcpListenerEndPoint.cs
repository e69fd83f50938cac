using System.Net;
using System.Net.Sockets;

namespace Akka.Embedded.Runtime;

internal sealed class TcpListenerEndPoint(Socket socket) : IListener
{
    public EndPoint BoundEndPoint { get; } = socket.LocalEndPoint!;

    public async ValueTask<IConnection?> AcceptAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var accepted = await socket.AcceptAsync(cancellationToken);
                accepted.NoDelay = true;

                // Each takes its turn behind the work that is queued: what a flood brings waits in the backlog, not in the pool's
                // queue, where heartbeats would have to wait behind it.
                await Task.Yield();
                return new TcpConnection(accepted);
            }
            catch (ObjectDisposedException)
            {
                return null;
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.OperationAborted or SocketError.Interrupted)
            {
                return null;
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset or SocketError.ConnectionAborted)
            {
                // The peer gave up between its connect and our accept: the next one may be fine.
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
