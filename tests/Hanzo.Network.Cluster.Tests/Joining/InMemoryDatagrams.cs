using System.Collections.Immutable;
using System.Net;
using System.Threading.Channels;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Cluster.Tests.Joining;

/// <summary>A LAN without sockets: every broadcast reaches every open node, the sender included.</summary>
internal sealed class InMemoryLan : IDatagramsFactory
{
    private readonly Lock _lock = new();
    private ImmutableArray<InMemoryDatagrams> _open = [];
    private int _ports = 40000;

    /// <summary>While set, no sockets can be opened.</summary>
    public string? Fault { get; set; }

    public int Opened { get; private set; }

    public IDatagrams Open(IPAddress bind, int listenPort, LinkFilter links, IDatagramFilter? filter = null)
    {
        if (Fault is not null) throw new IOException(Fault);
        lock (_lock)
        {
            var node = new InMemoryDatagrams(this, new IPEndPoint(IPAddress.Loopback, _ports++), filter);
            _open = _open.Add(node);
            Opened++;
            return node;
        }
    }

    public ImmutableArray<NetworkLink> FindLinks(IPAddress bind, LinkFilter links) => [];

    public void Broadcast(ReadOnlyMemory<byte> payload, IPEndPoint from)
    {
        foreach (var node in _open) node.Take(new Datagram(payload, from, Own: false));
    }

    public void Send(ReadOnlyMemory<byte> payload, IPEndPoint from, IPEndPoint to)
    {
        foreach (var node in _open.Where(node => node.EndPoint.Equals(to))) node.Take(new Datagram(payload, from, Own: true));
    }

    /// <summary>Every open socket ends, as when an interface is taken away.</summary>
    public void Break()
    {
        foreach (var node in _open) node.End(new IOException("the interface is gone"));
    }

    public void Close(InMemoryDatagrams node)
    {
        lock (_lock) _open = _open.Remove(node);
    }
}

internal sealed class InMemoryDatagrams(InMemoryLan lan, IPEndPoint endPoint, IDatagramFilter? filter) : IDatagrams
{
    private const int MaxQueued = 512;

    private readonly Channel<Datagram> _queue =
        Channel.CreateBounded<Datagram>(new BoundedChannelOptions(MaxQueued) { FullMode = BoundedChannelFullMode.DropWrite });

    private long _received;

    public IPEndPoint EndPoint { get; } = endPoint;
    public ImmutableArray<NetworkLink> Links => [];
    public DatagramReport Report => new([], Interlocked.Read(ref _received), 0, 0, 0, 0);

    public void Take(Datagram datagram)
    {
        Interlocked.Increment(ref _received);
        if (filter is null || filter.Judge(datagram.Payload.Span) == DatagramVerdict.Take) _queue.Writer.TryWrite(datagram);
    }

    public void End(Exception cause) => _queue.Writer.TryComplete(cause);

    public ValueTask BroadcastAsync(ReadOnlyMemory<byte> payload, int port, CancellationToken cancellation)
    {
        lan.Broadcast(payload, EndPoint);
        return ValueTask.CompletedTask;
    }

    public ValueTask SendAsync(ReadOnlyMemory<byte> payload, IPEndPoint to, CancellationToken cancellation)
    {
        lan.Send(payload, EndPoint, to);
        return ValueTask.CompletedTask;
    }

    public IAsyncEnumerable<Datagram> ReceiveAsync(CancellationToken cancellation) => _queue.Reader.ReadAllAsync(cancellation);

    public ValueTask DisposeAsync()
    {
        lan.Close(this);
        _queue.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }
}
