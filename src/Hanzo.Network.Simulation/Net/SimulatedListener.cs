using System.Net;
using Akka.Embedded.Runtime;

namespace Hanzo.Network.Simulation.Net;

internal sealed class SimulatedListener(SimulatedNetwork network, NetworkPlace place, IPEndPoint bound) : IListener
{
    private readonly Queue<IConnection> _connected = new();
    private TaskCompletionSource<IConnection?>? _accepting;
    private bool _closed;

    public NetworkPlace Place => place;

    public EndPoint BoundEndPoint => bound;

    public ValueTask<IConnection?> AcceptAsync(CancellationToken cancellationToken)
    {
        if (_connected.TryDequeue(out var connection)) return ValueTask.FromResult<IConnection?>(connection);
        if (_closed) return ValueTask.FromResult<IConnection?>(null);
        _accepting = new TaskCompletionSource<IConnection?>();
        return new ValueTask<IConnection?>(_accepting.Task.WaitAsync(cancellationToken));
    }

    public ValueTask DisposeAsync()
    {
        _closed = true;
        network.Unlisten(place.Host, bound.Port, this);
        _accepting?.TrySetResult(null);
        return ValueTask.CompletedTask;
    }

    public void Connected(IConnection connection)
    {
        if (_accepting is { } accepting && accepting.TrySetResult(connection)) _accepting = null;
        else _connected.Enqueue(connection);
    }
}
