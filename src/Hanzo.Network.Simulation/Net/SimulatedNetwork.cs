using System.Collections.Immutable;
using System.Net;
using Hanzo.Network.Simulation.World;

namespace Hanzo.Network.Simulation.Net;

/// <summary>All machines' addresses and ports, and the ways between them.</summary>
public sealed class SimulatedNetwork
{
    public const int MaxDatagramsWaiting = 1024;

    private const int FirstEphemeralPort = 49152;

    private readonly SimulatedRandom _random;
    private readonly Latency _latency;
    private readonly ImmutableArray<string> _hosts;
    private readonly SortedDictionary<(string Host, int Port), SimulatedListener> _listeners = [];
    private readonly List<SimulatedDatagrams> _datagrams = [];
    private readonly List<SimulatedStream> _streams = [];
    private readonly bool[] _isDark;
    private int _nextPort = FirstEphemeralPort;

    /// <param name="hosts">The address of each node.</param>
    public SimulatedNetwork(SimulatedWorld world, ImmutableArray<string> hosts, Latency latency)
    {
        (World, Links, _latency, _hosts) = (world, new Links(hosts.Length), latency, hosts);
        _random = world.Random.Fork("network");
        _isDark = new bool[hosts.Length];
    }

    public SimulatedWorld World { get; }

    public Links Links { get; }

    /// <summary>Streams that are open at one end at least.</summary>
    public int Streams => _streams.Count;

    /// <summary>Dark machines say nothing at all: no refusals, no resets.</summary>
    public bool IsDark(int node) => _isDark[node];

    public void SetDark(int node, bool dark)
    {
        _isDark[node] = dark;
        if (dark) return;
        // Whatever still sends to streams from before the darkness is told that nobody knows them.
        foreach (var stream in _streams.ToArray()) stream.MachineIsBack(node);
    }

    /// <summary>Resets every stream between two nodes.</summary>
    public int Break(int node, int other)
    {
        var between = _streams.FindAll(stream => stream.Joins(node, other));
        foreach (var stream in between) stream.Reset();
        return between.Count;
    }

    /// <summary>Every stream open now between two nodes swallows what it is given from now on.</summary>
    public int Swallow(int node, int other)
    {
        var between = _streams.FindAll(stream => stream.Joins(node, other));
        foreach (var stream in between) stream.Swallows = true;
        return between.Count;
    }

    /// <summary>The process is gone: its ports are free, and its peers hear of it unless its machine is dark.</summary>
    public void Drop(NetworkPlace place)
    {
        foreach (var (address, listener) in _listeners.ToArray())
            if (listener.Place.Process == place.Process) _listeners.Remove(address);
        _datagrams.RemoveAll(open => open.Place.Process == place.Process);
        foreach (var stream in _streams.ToArray()) stream.ProcessEnded(place.Process, resets: !_isDark[place.Node]);
    }

    /// <summary>Which node has the address; on one machine, whichever once listened there is unknown, so the first.</summary>
    internal int NodeAt(string host) => _hosts.IndexOf(host) is var node and >= 0 ? node : 0;

    public int NewPort() => _nextPort++;

    public bool IsListening(string host, int port) => _listeners.ContainsKey((host, port));

    internal TimeSpan DrawLatency(int from) => _latency.Draw(_random) + Links.SlownessOf(from);

    internal bool Draw(double probability) => probability > 0 && _random.NextDouble() < probability;

    internal T Pick<T>(IReadOnlyList<T> among) => among[_random.Next(among.Count)];

    /// <summary>How long a sender that had no answer waits before it tries again.</summary>
    internal TimeSpan DrawRetransmission() => TimeSpan.FromMilliseconds(200 + (800 * _random.NextDouble()));

    internal bool TryListen(string host, int port, SimulatedListener listener) => _listeners.TryAdd((host, port), listener);

    internal void Unlisten(string host, int port, SimulatedListener listener)
    {
        if (_listeners.GetValueOrDefault((host, port)) == listener) _listeners.Remove((host, port));
    }

    internal SimulatedListener? Find(string host, int port) => _listeners.GetValueOrDefault((host, port));

    internal void Opened(SimulatedStream stream) => _streams.Add(stream);

    internal void Closed(SimulatedStream stream) => _streams.Remove(stream);

    internal void Opened(SimulatedDatagrams datagrams) => _datagrams.Add(datagrams);

    internal void Closed(SimulatedDatagrams datagrams) => _datagrams.Remove(datagrams);

    internal void Broadcast(SimulatedDatagrams from, ReadOnlyMemory<byte> payload, int port)
    {
        var copy = payload.ToArray();
        foreach (var to in _datagrams.ToArray())
            if (to.ListenPort == port) Carry(from, to, copy, own: false);
    }

    /// <summary>To one socket; of several that share a port on a host, one gets it.</summary>
    internal void Send(SimulatedDatagrams from, ReadOnlyMemory<byte> payload, IPEndPoint target)
    {
        var copy = payload.ToArray();
        if (_datagrams.Find(open => open.OwnPort == target.Port && open.Place.Address.Equals(target.Address)) is { } owner)
        {
            Carry(from, owner, copy, own: true);
            return;
        }

        var sharing = _datagrams.FindAll(open => open.ListenPort == target.Port && open.Place.Address.Equals(target.Address));
        if (sharing.Count > 0) Carry(from, Pick(sharing), copy, own: false);
    }

    private void Carry(SimulatedDatagrams from, SimulatedDatagrams to, byte[] payload, bool own)
    {
        World.Trace.Mix(payload);
        var (source, target) = (from.Place.Node, to.Place.Node);
        if (source != target && !Links.IsOpen(source, target)) return;
        if (source != target && Draw(Links.Loss)) return;
        for (var copies = Draw(Links.Duplication) ? 2 : 1; copies > 0; copies--)
            World.After(DrawLatency(source), () => to.Arrived(payload, from.EndPoint, own));
    }
}
