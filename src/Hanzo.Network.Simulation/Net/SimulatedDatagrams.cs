using System.Collections.Immutable;
using System.Net;
using System.Runtime.CompilerServices;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Simulation.Net;

internal sealed class SimulatedDatagramsFactory(SimulatedNetwork network, NetworkPlace place) : IDatagramsFactory
{
    public IDatagrams Open(IPAddress bind, int listenPort, LinkFilter links, IDatagramFilter? filter = null) =>
        new SimulatedDatagrams(network, place, listenPort, FindLinks(bind, links), filter);

    public ImmutableArray<NetworkLink> FindLinks(IPAddress bind, LinkFilter links)
    {
        var bytes = place.Address.GetAddressBytes();
        bytes[^1] = 255;
        var isLoopback = IPAddress.IsLoopback(place.Address);
        return [new NetworkLink("sim0", isLoopback ? "loopback" : "ethernet", place.Address, new IPAddress(bytes), 1, isLoopback)];
    }
}

/// <summary>The two UDP sockets of one process.</summary>
internal sealed class SimulatedDatagrams : IDatagrams
{
    private readonly SimulatedNetwork _network;
    private readonly IDatagramFilter? _filter;
    private readonly Queue<Datagram> _arrived = new();
    private TaskCompletionSource? _receiving;
    private long _received;
    private long _overflowed;
    private long _sent;

    public SimulatedDatagrams(
        SimulatedNetwork network, NetworkPlace place, int listenPort, ImmutableArray<NetworkLink> links, IDatagramFilter? filter)
    {
        (_network, Place, ListenPort, Links, _filter) = (network, place, listenPort, links, filter);
        OwnPort = network.NewPort();
        network.Opened(this);
    }

    public NetworkPlace Place { get; }

    public int ListenPort { get; }

    public int OwnPort { get; }

    public IPEndPoint EndPoint => new(Place.Address, OwnPort);

    public ImmutableArray<NetworkLink> Links { get; }

    public DatagramReport Report =>
        new([.. Links.Select(Reported)], _received, Oversized: 0, _overflowed, ReceiveErrors: 0, SendErrors: 0);

    public ValueTask BroadcastAsync(ReadOnlyMemory<byte> payload, int port, CancellationToken cancellation)
    {
        _sent++;
        _network.Broadcast(this, payload, port);
        return ValueTask.CompletedTask;
    }

    public ValueTask SendAsync(ReadOnlyMemory<byte> payload, IPEndPoint to, CancellationToken cancellation)
    {
        _sent++;
        _network.Send(this, payload, to);
        return ValueTask.CompletedTask;
    }

    public async IAsyncEnumerable<Datagram> ReceiveAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        while (true)
        {
            while (_arrived.TryDequeue(out var datagram)) yield return datagram;
            _receiving = new TaskCompletionSource();
            await _receiving.Task.WaitAsync(cancellation);
        }
    }

    public ValueTask DisposeAsync()
    {
        _network.Closed(this);
        return ValueTask.CompletedTask;
    }

    private LinkReport Reported(NetworkLink link) =>
        new(link.Name, link.Address, link.Broadcast, _sent, Failed: 0, LastError: null);

    public void Arrived(byte[] payload, IPEndPoint from, bool own)
    {
        if (!Place.Process.IsAlive || _network.IsDark(Place.Node)) return;
        if (_filter is not null && _filter.Judge(payload) != DatagramVerdict.Take)
        {
            _received++;
            return;
        }

        if (_arrived.Count == SimulatedNetwork.MaxDatagramsWaiting)
        {
            _overflowed++;
            return;
        }

        _received++;
        _arrived.Enqueue(new Datagram(payload, from, own));
        var receiving = _receiving;
        _receiving = null;
        receiving?.TrySetResult();
    }
}
