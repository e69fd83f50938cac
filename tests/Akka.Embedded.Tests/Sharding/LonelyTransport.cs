using System.Net;
using Akka.Embedded.Runtime;

namespace Akka.Embedded.Tests.Sharding;

/// <summary>Nobody ever calls, and nobody can be reached.</summary>
internal sealed class LonelyTransport : ITransport
{
    public Task<IListener> ListenAsync(string host, int port, CancellationToken cancellationToken) =>
        Task.FromResult<IListener>(new Listener());

    public Task<IConnection> DialAsync(string host, int port, TimeSpan timeout, CancellationToken cancellationToken) =>
        Task.FromException<IConnection>(new IOException($"Nobody is at {host}:{port}."));

    private sealed class Listener : IListener
    {
        private readonly TaskCompletionSource<IConnection?> _closed = new();

        public EndPoint BoundEndPoint { get; } = new IPEndPoint(IPAddress.Loopback, 1);

        public ValueTask<IConnection?> AcceptAsync(CancellationToken cancellationToken) => new(_closed.Task);

        public ValueTask DisposeAsync()
        {
            _closed.TrySetResult(null);
            return ValueTask.CompletedTask;
        }
    }
}
