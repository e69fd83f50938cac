using System.Collections.Concurrent;
using Akka.Embedded.Runtime;

namespace Akka.Embedded.Tests.Remote;

/// <summary>The real network, whose connections a test can break, and whose dials it can forbid.</summary>
internal sealed class CuttableTransport : ITransport
{
    private readonly ConcurrentQueue<IConnection> _connections = new();

    public bool RefusesDials { get; set; }

    public int Dials { get; private set; }

    public Task<IListener> ListenAsync(string host, int port, CancellationToken cancellationToken) =>
        RuntimeSetup.Default.Transport.ListenAsync(host, port, cancellationToken);

    public async Task<IConnection> DialAsync(string host, int port, TimeSpan timeout, CancellationToken cancellationToken)
    {
        Dials++;
        if (RefusesDials)
            throw new IOException($"Cannot connect to {host}:{port}: forbidden by the test.");
        var connection = await RuntimeSetup.Default.Transport.DialAsync(host, port, timeout, cancellationToken);
        _connections.Enqueue(connection);
        return connection;
    }

    public void CutAll()
    {
        while (_connections.TryDequeue(out var connection))
            connection.Abort();
    }
}
