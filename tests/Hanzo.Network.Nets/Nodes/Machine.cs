using Hanzo.Network.Nets.Lab;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Node.Client;
using Hanzo.Network.Node.Tests.Processes;

namespace Hanzo.Network.Nets.Nodes;

/// <summary>A host with a user of its own, who types commands: with nothing set, all is where it is by default.</summary>
internal sealed class Machine : IAsyncDisposable
{
    /// <summary>Where a node that is the only one of its machine has its HTTP API.</summary>
    private static readonly Uri Usual = new("http://127.0.0.1:5680");

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    private readonly List<HanzoProcess> _started = [];
    private readonly NodeClient _client;
    private readonly HanzoPlace _place;

    public Machine(LabHost host)
    {
        Home = Directory.CreateTempSubdirectory("hanzo-nets-home-").FullName;
        _client = new NodeClient(Usual, by: NetNamespace.HandlerIn(host.Namespace));
        _place = new HanzoPlace(host.Namespace, Home)
        {
            Variables = new Dictionary<string, string?>
            {
                ["HOME"] = Home, ["XDG_CONFIG_HOME"] = null, ["XDG_DATA_HOME"] = null, ["HANZO_KEYS"] = null,
            },
        };
    }

    public string Home { get; }

    /// <param name="command">As it is typed: <c>hanzo up --lan</c>.</param>
    public HanzoProcess Type(string command)
    {
        var words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        words[0].ShouldBe("hanzo");
        var process = HanzoProcess.StartIn(_place, HanzoBuild.Runtime, words[1..]);
        _started.Add(process);
        return process;
    }

    /// <summary>What a command that ends well has written.</summary>
    public async Task<string> RunAsync(string command)
    {
        var process = Type(command);
        (await process.ExitAsync(LabNode.Patience)).ShouldBe(0, process.Transcript);
        return process.Transcript;
    }

    public async Task<string> IdAsync()
    {
        using var deadline = new CancellationTokenSource(LabNode.Patience);
        return (await _client.GetNetworkAsync(deadline.Token)).NodeId;
    }

    /// <summary>Until its node sees the network as wanted.</summary>
    public async Task<NetworkBody> UntilAsync(string what, Func<NetworkBody, bool> wanted)
    {
        NetworkBody? seen = null;
        using var timer = new PeriodicTimer(LookEvery);
        using var deadline = new CancellationTokenSource(LabNode.Patience);
        try
        {
            while (!wanted(seen = await _client.GetNetworkAsync(deadline.Token))) await timer.WaitForNextTickAsync(deadline.Token);
            return seen;
        }
        catch (Exception e) when (e is OperationCanceledException or NodeClientException)
        {
            var peers = string.Join(", ", seen?.Peers.Select(peer => $"{peer.Key} {peer.Value.Status}") ?? []);
            throw new TimeoutException(
                $"not so: {what} ({e.Message}); peers: {peers}\n{string.Join('\n', _started.Select(process => process.Transcript))}", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _started) await process.DisposeAsync();
        _client.Dispose();
        Directory.Delete(Home, recursive: true);
    }
}
