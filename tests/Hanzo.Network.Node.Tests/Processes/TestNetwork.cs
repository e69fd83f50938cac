using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Hanzo.Network.Node.Api;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Node.Client;

namespace Hanzo.Network.Node.Tests.Processes;

/// <summary>Node processes on loopback with a beacon port and data folder of their own.</summary>
internal sealed class TestNetwork : IAsyncDisposable
{
    private readonly List<RunningNode> _nodes = [];

    public TestNetwork() => MeasuredMachine.TellNodesOf(Data);

    public DirectoryInfo Data { get; } = Directory.CreateTempSubdirectory("hanzo-test-");

    public int BroadcastPort { get; } = BeaconPorts.Next();

    /// <summary>Starts a node without waiting for it.</summary>
    public RunningNode Launch(string id, params IEnumerable<string> more) => LaunchOf(HanzoBuild.Runtime, id, more);

    public RunningNode LaunchOf(string runtime, string id, params IEnumerable<string> more)
    {
        string[] arguments =
        [
            "up", "--json", "--node-id", id, "--data", Data.FullName,
            "--broadcast-port", BroadcastPort.ToString(CultureInfo.InvariantCulture), "--listen-port", "0", "--http-port", "0",
        ];
        var node = new RunningNode(HanzoProcess.StartOf(runtime, LaterWins([.. arguments, .. more])));
        _nodes.Add(node);
        return node;
    }

    public async Task<RunningNode> StartAsync(string id, params IEnumerable<string> more)
    {
        var node = Launch(id, more);
        await node.ReadyAsync();
        return node;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes) await node.DisposeAsync();
        Data.Delete(recursive: true);
    }

    // A flag given by the test takes the place of the default one.
    private static List<string> LaterWins(List<string> arguments)
    {
        for (var first = 0; first < arguments.Count; first++)
        {
            if (!arguments[first].StartsWith("--", StringComparison.Ordinal)) continue;
            if (arguments.LastIndexOf(arguments[first]) > first) arguments.RemoveRange(first--, 2);
        }
        return arguments;
    }
}

/// <summary>One node of a <see cref="TestNetwork"/>.</summary>
internal sealed class RunningNode(HanzoProcess process) : IAsyncDisposable
{
    private NodeClient? _client;

    public HanzoProcess Process { get; } = process;

    public ReadyBody Ready { get; private set; } = null!;

    public string Url => Ready.HttpUrl;

    public NodeClient Client => _client!;

    public async Task ReadyAsync()
    {
        var line = await Process.LineAsync("\"event\":\"ready\"");
        Ready = JsonSerializer.Deserialize(line, ApiJson.Default.ReadyBody)!;
        _client = new NodeClient(new Uri(Ready.HttpUrl));
    }

    /// <summary>How long it takes until this node sees the network as wanted.</summary>
    public async Task<TimeSpan> UntilAsync(Func<NetworkBody, bool> wanted)
    {
        var start = Stopwatch.GetTimestamp();
        NetworkBody? seen = null;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        using var deadline = new CancellationTokenSource(HanzoProcess.Patience);
        try
        {
            while (!wanted(seen = await Client.GetNetworkAsync(deadline.Token))) await timer.WaitForNextTickAsync(deadline.Token);
            return Stopwatch.GetElapsedTime(start);
        }
        catch (OperationCanceledException)
        {
            var peers = string.Join(", ", seen?.Peers.Select(peer => $"{peer.Key} {peer.Value.Status}") ?? []);
            throw new TimeoutException($"it never was so; last seen peers: {peers}; process:\n{Process.Transcript}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        await Process.DisposeAsync();
    }
}
