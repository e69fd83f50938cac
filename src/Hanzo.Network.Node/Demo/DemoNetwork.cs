using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Hanzo.Network.Node.Api.Bodies;

namespace Hanzo.Network.Node.Demo;

/// <summary>Three unlike machines, played by processes of this one, on a network of their own.</summary>
internal sealed class DemoNetwork : IAsyncDisposable
{
    public const string Laptop = "laptop";
    public const string GpuServer = "gpu-server";
    public const string Pi = "pi";

    public static readonly ImmutableArray<string> Ids = [Laptop, GpuServer, Pi];

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan MeetTimeout = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LookPeriod = TimeSpan.FromMilliseconds(50);

    private readonly Dictionary<string, ChildNode> _nodes = [];
    private readonly DemoFolder _folder = DemoFolder.Create();
    private readonly string _broadcastPort = FreeUdpPort().ToString(CultureInfo.InvariantCulture);

    public string Name { get; } = $"demo-{RandomNumberGenerator.GetHexString(6, lowercase: true)}";

    public ChildNode this[string id] => _nodes[id];

    /// <exception cref="DemoException">A node does not start, or they do not find each other.</exception>
    public async Task StartAsync(int httpPort, CancellationToken cancellation)
    {
        foreach (var file in Ids.Append("agents")) Unpack($"{file}.json");
        foreach (var id in Ids) Launch(id, id == Laptop ? httpPort : 0);
        await Task.WhenAll(Ids.Select(id => _nodes[id].ReadyAsync(StartTimeout, cancellation)));
        await MeetAsync(cancellation);
    }

    /// <summary>Starts a node that was killed once more.</summary>
    /// <exception cref="DemoException">As <see cref="StartAsync"/>.</exception>
    public async Task RestartAsync(string id, CancellationToken cancellation)
    {
        await _nodes[id].DisposeAsync();
        Launch(id, httpPort: 0);
        await _nodes[id].ReadyAsync(StartTimeout, cancellation);
        await MeetAsync(cancellation);
    }

    public Task<NetworkBody> LookFromAsync(string id, CancellationToken cancellation) => _nodes[id].Client.GetNetworkAsync(cancellation);

    /// <summary>Looks from a node until what it sees is as wanted.</summary>
    /// <exception cref="DemoException">It was not in time.</exception>
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
            throw new DemoException($"{from} did not see within {within.TotalSeconds} s that {what}.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_nodes.Values.Select(node => node.DisposeAsync().AsTask()));
        _folder.Dispose();
    }

    private Task MeetAsync(CancellationToken cancellation) => 
        Task.WhenAll(Ids.Select(id => UntilAsync(id, "all nodes are healthy", MeetTimeout, SeesAll, cancellation)));

    private static bool SeesAll(NetworkBody seen) => seen.Peers.Values.Count(peer => peer.Healthy) == Ids.Length - 1;

    private void Launch(string id, int httpPort) => _nodes[id] = ChildNode.Start(id,
    [
        "--network", Name,
        "--node-id", id,
        "--data", _folder.Path,
        "--device", PathOf($"{id}.json"),
        "--agents", PathOf("agents.json"),
        "--broadcast-port", _broadcastPort,
        "--listen-port", "0",
        "--http-port", httpPort.ToString(CultureInfo.InvariantCulture),
        "--journal", "memory",
        "--log-level", "warning",
    ]);

    private string PathOf(string file) => Path.Combine(_folder.Path, file);

    private void Unpack(string file)
    {
        using var packed = typeof(DemoNetwork).Assembly.GetManifestResourceStream($"demo/{file}")
            ?? throw new DemoException($"this program holds no demo/{file}.");
        using var unpacked = File.Create(PathOf(file));
        packed.CopyTo(unpacked);
    }

    private static int FreeUdpPort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Any, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
