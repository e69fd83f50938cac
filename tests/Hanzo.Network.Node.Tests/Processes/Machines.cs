using System.Globalization;
using System.Text.Json;
using Hanzo.Network.Node.Api;
using Hanzo.Network.Node.Api.Bodies;

namespace Hanzo.Network.Node.Tests.Processes;

/// <summary>"Machines" on loopback: each has a folder of keys and one of data of its own.</summary>
internal sealed class Machines : IAsyncDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("hanzo-machines-");
    private readonly List<RunningNode> _nodes = [];
    private readonly string _broadcastPort = BeaconPorts.Next().ToString(CultureInfo.InvariantCulture);

    public string File(string name) => Path.Combine(_root.FullName, name);

    /// <param name="words"><c>up</c> or <c>join CODE</c>, and flags.</param>
    public RunningNode Launch(string machine, params string[] words)
    {
        string[] own =
        [
            "--json", "--keys", KeysOf(machine), "--data", DataOf(machine), "--broadcast-port", _broadcastPort, "--listen-port", "0",
            "--http-port", "0", "--join-port", "0",
        ];
        var node = new RunningNode(HanzoProcess.Start([.. words, .. own]));
        _nodes.Add(node);
        return node;
    }

    public async Task<RunningNode> StartAsync(string machine, params string[] words)
    {
        var node = Launch(machine, words);
        await node.ReadyAsync();
        return node;
    }

    /// <summary>Runs <c>up</c> or <c>join</c> to an end that must come by itself.</summary>
    public async Task<(int Code, string Transcript)> EndAsync(string machine, params string[] words)
    {
        var node = Launch(machine, words);
        return (await node.Process.ExitAsync(), node.Process.Transcript);
    }

    /// <summary>Asks the machine's node.</summary>
    public Task<(int Code, string Transcript)> AskAsync(string machine, params string[] words) =>
        HanzoProcess.RunAsync([.. words, "--data", DataOf(machine)]);

    public async Task<InviteBody> InviteAsync(string machine, params string[] more)
    {
        var (code, transcript) = await AskAsync(machine, ["invite", "--json", .. more]);
        code.ShouldBe(0, transcript);
        return JsonSerializer.Deserialize(transcript, ApiJson.Default.InviteBody)!;
    }

    /// <summary>Until each of the nodes sees all others, and nobody else.</summary>
    public static Task MeetAsync(params RunningNode[] nodes)
    {
        var ids = nodes.Select(node => node.Ready.NodeId).ToArray();
        return Task.WhenAll(nodes.Select(node => node.UntilAsync(seen =>
            seen.Peers.Count == ids.Length - 1 && seen.Peers.All(peer => ids.Contains(peer.Key) && peer.Value.Healthy))));
    }

    public string KeysOf(string machine) => File($"{machine}-keys");

    public string DataOf(string machine) => File($"{machine}-data");

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes) await node.DisposeAsync();
        _root.Delete(recursive: true);
    }
}
