using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Node.Client;

namespace Hanzo.Network.Node.Children;

/// <summary>Nodes in processes of this machine, on a network of their own.</summary>
/// <param name="argumentsOf">Of the command <c>up</c>, besides network, id, broadcast and listen port.</param>
/// <param name="logs">A folder for what each node logs; null: only the newest lines are kept, for errors.</param>
internal sealed class ChildNetwork(
    string name, ImmutableArray<string> ids, ChildProgram program, Func<string, IEnumerable<string>> argumentsOf, string? logs = null)
    : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan MeetTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LookPeriod = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentDictionary<string, ChildNode> _nodes = [];
    private readonly string _broadcastPort = FreeUdpPort().ToString(CultureInfo.InvariantCulture);

    public string Name { get; } = name;

    public ImmutableArray<string> Ids { get; } = ids;

    public ChildNode this[string id] => _nodes[id];

    /// <exception cref="ChildException">A node does not start, or they do not find each other.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        foreach (var id in Ids) Launch(id);
        await Task.WhenAll(Ids.Select(id => _nodes[id].ReadyAsync(StartTimeout, cancellation)));
        await MeetAsync(cancellation);
    }

    /// <summary>Starts a node that was killed once more.</summary>
    /// <exception cref="ChildException">As <see cref="StartAsync"/>.</exception>
    public Task RestartAsync(string id, CancellationToken cancellation) => RestartAsync([id], cancellation);

    /// <summary>Starts all nodes once more that have ended.</summary>
    /// <exception cref="ChildException">As <see cref="StartAsync"/>.</exception>
    public Task ReviveAsync(CancellationToken cancellation) =>
        RestartAsync([.. Ids.Where(id => !_nodes[id].IsUp)], cancellation);

    public Task<NetworkBody> LookFromAsync(string id, CancellationToken cancellation) => _nodes[id].Client.GetNetworkAsync(cancellation);

    /// <param name="choice">Chooses: the remainder by the number of nodes counts.</param>
    /// <param name="besides">Not this one; null: any.</param>
    /// <returns>One that can be asked.</returns>
    /// <exception cref="ChildException">There is none.</exception>
    public NodeClient Pick(int choice, string? besides = null)
    {
        var up = Ids.Where(id => id != besides && _nodes[id].IsUp).ToArray();
        return up.Length > 0 ? _nodes[up[choice % up.Length]].Client : throw new ChildException($"no node of network {Name} is up.");
    }

    /// <summary>Looks from a node until what it sees is as wanted.</summary>
    /// <exception cref="ChildException">It was not in time.</exception>
    public async Task UntilAsync(string from, string what, TimeSpan within, Func<NetworkBody, bool> wanted, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(LookPeriod);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(within);
        try
        {
            while (!wanted(await LookFromAsync(from, deadline.Token))) await timer.WaitForNextTickAsync(deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new ChildException($"{from} did not see within {within.TotalSeconds} s that {what}.");
        }
    }

    public async ValueTask DisposeAsync() => await Task.WhenAll(_nodes.Values.Select(node => node.DisposeAsync().AsTask()));

    private Task MeetAsync(CancellationToken cancellation) =>
        Task.WhenAll(Ids.Select(id => UntilAsync(id, "all nodes are healthy", MeetTimeout, SeesAll, cancellation)));

    private bool SeesAll(NetworkBody seen) => seen.Peers.Values.Count(peer => peer.Healthy) == Ids.Length - 1;

    private async Task RestartAsync(ImmutableArray<string> ids, CancellationToken cancellation)
    {
        foreach (var id in ids)
        {
            await _nodes[id].DisposeAsync();
            Launch(id);
        }
        foreach (var id in ids) await _nodes[id].ReadyAsync(StartTimeout, cancellation);
        await MeetAsync(cancellation);
    }

    private void Launch(string id)
    {
        string[] own = ["--network", Name, "--node-id", id, "--broadcast-port", _broadcastPort, "--listen-port", "0"];
        var log = logs is null ? null : Path.Combine(logs, $"{id}.log");
        _nodes[id] = ChildNode.Start(id, program, own.Concat(argumentsOf(id)), log);
    }

    private static int FreeUdpPort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Any, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
