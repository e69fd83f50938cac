using System.IO.Pipelines;
using System.Net;

namespace Akka.Embedded.Runtime;

/// <summary>Opens reliable, ordered byte streams between processes (TCP) or between simulated nodes.</summary>
public interface ITransport
{
    /// <summary>Starts to listen. <paramref name="port"/> 0 lets the transport choose a free one.</summary>
    /// <exception cref="IOException">The address cannot be bound; the message names host and port.</exception>
    Task<IListener> ListenAsync(string host, int port, CancellationToken cancellationToken);

    /// <summary>Connects within <paramref name="timeout"/>.</summary>
    /// <exception cref="IOException">Refused, unreachable or timed out; the message names host, port and reason.</exception>
    Task<IConnection> DialAsync(string host, int port, TimeSpan timeout, CancellationToken cancellationToken);
}

/// <summary>A bound endpoint that hands out the connections peers make to it.</summary>
public interface IListener : IAsyncDisposable
{
    EndPoint BoundEndPoint { get; }

    /// <summary>The next incoming connection, or null once the listener is closed.</summary>
    ValueTask<IConnection?> AcceptAsync(CancellationToken cancellationToken);
}

/// <summary>One open stream. Reading and writing may go on at the same time, each by one party.</summary>
public interface IConnection : IAsyncDisposable
{
    /// <summary>What the peer sends. Completes at its end of stream; fails with an IOException when the connection breaks.</summary>
    PipeReader Input { get; }

    /// <summary>What is sent to the peer. A flush waits while the peer does not read.</summary>
    PipeWriter Output { get; }

    EndPoint RemoteEndPoint { get; }

    /// <summary>Cuts the connection at once. Both sides see it as broken.</summary>
    void Abort();
}
