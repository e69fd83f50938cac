using System.Diagnostics;
using System.Text.Json;
using Hanzo.Network.Nets.Lab;
using Hanzo.Network.Node.Api;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Node.Client;
using Hanzo.Network.Node.Tests.Processes;

namespace Hanzo.Network.Nets.Nodes;

/// <summary>A node on a host of a lab.</summary>
internal sealed class LabNode(string id, LabHost host, HanzoProcess process) : IAsyncDisposable
{
    /// <summary>For what a busy machine may take its time with.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);
    private NodeClient? _client;

    public string Id { get; } = id;

    public LabHost Host { get; } = host;

    public HanzoProcess Process { get; } = process;

    public ReadyBody Ready { get; private set; } = null!;

    /// <summary>By its host's own loopback.</summary>
    public NodeClient Client => _client ?? throw new InvalidOperationException($"node {Id} is not ready yet.");

    public async Task ReadyAsync()
    {
        var line = await Process.LineAsync("\"event\":\"ready\"", Patience);
        Ready = JsonSerializer.Deserialize(line, ApiJson.Default.ReadyBody)!;
        _client = new NodeClient(new Uri(Ready.HttpUrl), by: NetNamespace.HandlerIn(Host.Namespace));
    }

    public async Task<NetworkBody> LookAsync(TimeSpan? within = null)
    {
        using var deadline = new CancellationTokenSource(within ?? Patience);
        return await Client.GetNetworkAsync(deadline.Token);
    }

    /// <summary>How long it takes until this node sees the network as wanted.</summary>
    /// <exception cref="TimeoutException">It never was so; the message has what was seen last, and what the node wrote.</exception>
    public async Task<TimeSpan> UntilAsync(string what, Func<NetworkBody, bool> wanted, TimeSpan? within = null)
    {
        var start = Stopwatch.GetTimestamp();
        NetworkBody? seen = null;
        using var timer = new PeriodicTimer(LookEvery);
        using var deadline = new CancellationTokenSource(within ?? Patience);
        try
        {
            while (!wanted(seen = await Client.GetNetworkAsync(deadline.Token))) await timer.WaitForNextTickAsync(deadline.Token);
            return Stopwatch.GetElapsedTime(start);
        }
        catch (Exception e) when (e is OperationCanceledException or NodeClientException)
        {
            throw new TimeoutException(
                $"{Id} did not see that {what} ({e.Message}); last seen: {Describe(seen)}; it wrote:\n{Process.Transcript}", e);
        }
    }

    /// <summary>Until it sees all of these well, and no other.</summary>
    public Task<TimeSpan> UntilItSeesAsync(IEnumerable<LabNode> nodes, TimeSpan? within = null)
    {
        var others = nodes.Select(node => node.Id).Where(id => id != Id).Order(StringComparer.Ordinal).ToArray();
        return UntilAsync(
            $"it is with {string.Join(", ", others)}",
            seen => seen.Peers.Keys.SequenceEqual(others) && seen.Peers.Values.All(peer => peer.Healthy),
            within);
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        await Process.DisposeAsync();
    }

    private static string Describe(NetworkBody? seen) => seen is null
        ? "nothing"
        : string.Join(", ", seen.Peers.Select(peer => $"{peer.Key} {peer.Value.Status} {peer.Value.Address}").Concat(seen.Notices));
}

internal static class LabNodeGroup
{
    /// <summary>Until each of them sees all the others well, and no other node.</summary>
    public static async Task<TimeSpan> AreOneAsync(this IReadOnlyCollection<LabNode> nodes, TimeSpan? within = null) =>
        (await Task.WhenAll(nodes.Select(node => node.UntilItSeesAsync(nodes, within)))).Max();
}
