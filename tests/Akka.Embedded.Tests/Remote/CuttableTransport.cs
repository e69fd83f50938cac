using System.Collections.Concurrent;
using Akka.Embedded.Runtime;

namespace Akka.Embedded.Tests.Remote;

/// <summary>The real network, whose connections a test can break, and whose dials it can forbid.</summary>
internal sealed class CuttableTransport : ITransport
{
    private readonly ConcurrentQueue<IConnection> _connections = new();

    public bool RefusesDials { get; set; }

    /// <summary>Null: none.</summary>
    public string? RefusedHost { get; set; }

    public int Dials { get; private set; }

    public Task<IListener> ListenAsync(string host, int port, CancellationToken cancellationToken) =>
        RuntimeSetup.Default.Transport.ListenAsync(host, port, cancellationToken);

    public async Task<IConnection> DialAsync(string host, int port, TimeSpan timeout, CancellationToken cancellationToken)
    {
        Dials++;
        if (RefusesDials || host == RefusedHost)
            throw new IOException($"Cannot connect to {host}:{port}: forbidden by the test.");
        var connection = new FreezableConnection(
            await RuntimeSetup.Default.Transport.DialAsync(host, port, timeout, cancellationToken), IsFlushFrozen);
        _connections.Enqueue(connection);
        return connection;
    }

    public int FrozenFlushes { get; private set; }

    /// <summary>What is sent on connections made from here stays unsent until they are cut.</summary>
    public bool IsFrozen { get; set; }

    public void CutAll()
    {
        while (_connections.TryDequeue(out var connection))
            connection.Abort();
    }

    private bool IsFlushFrozen()
    {
        FrozenFlushes += IsFrozen ? 1 : 0;
        return IsFrozen;
    }
}
