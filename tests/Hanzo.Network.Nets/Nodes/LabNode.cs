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
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private const int LastLines = 20;

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);
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

    /// <summary>When it says that it listens.</summary>
    public async Task<long> ListeningAsync()
    {
        await Process.LineAsync(" of network ", Patience);
        return Stopwatch.GetTimestamp();
    }

    /// <summary>When it has said of each of them what it offers.</summary>
    public async Task<long> SeesAsync(IEnumerable<string> ids)
    {
        var missing = ids.ToHashSet(StringComparer.Ordinal);
        while (missing.Count > 0)
        {
            var line = await Process.LineAsync(" offers ", Patience);
            missing.Remove(line.Split("Node ")[1].Split(' ')[0]);
        }

        return Stopwatch.GetTimestamp();
    }

    /// <summary>It leaves its network in order; the others have said so.</summary>
    public async Task LeaveAsync(IEnumerable<LabNode> others)
    {
        Process.EndInput();
        await Process.ExitAsync(Patience);
        await Task.WhenAll(others.Select(other => other.Process.LineAsync($"Node {Id} at ", Patience)));
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
                $"{Id} did not see that {what} ({e.Message}); last seen: {Describe(seen)}; it wrote:\n{LastWords()}", e);
        }
    }

    /// <summary>Until the node's doctor has a finding of that code.</summary>
    /// <exception cref="TimeoutException">It never had one; the message has those that it had last.</exception>
    public async Task UntilDoctorSaysAsync(string code)
    {
        DoctorBody? said = null;
        using var timer = new PeriodicTimer(LookEvery * 4);
        using var deadline = new CancellationTokenSource(Patience);
        try
        {
            while (!(said = await Client.GetDoctorAsync(deadline.Token)).Findings.Any(finding => finding.Code == code))
                await timer.WaitForNextTickAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            var findings = said?.Findings.Select(finding => $"{finding.Code}: {finding.Text}") ?? [];
            throw new TimeoutException($"{Id}'s doctor never said {code}, but: {string.Join('\n', findings)}");
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

    /// <summary>All that it has written so far, as a file of a folder.</summary>
    /// <returns>The file's path.</returns>
    public string Keep(string folder)
    {
        var file = Path.Combine(folder, $"{Id}.log");
        File.WriteAllText(file, Process.Transcript);
        return file;
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        await Process.DisposeAsync();
    }

    // The rest goes to a file: a campaign has many nodes, each with hundreds of lines.
    private string LastWords()
    {
        var lines = Process.Transcript.Split('\n');
        if (lines.Length <= LastLines) return Process.Transcript;
        var file = Keep(Directory.CreateTempSubdirectory("hanzo-nets-logs-").FullName);
        return $"(all {lines.Length} lines: {file})\n{string.Join('\n', lines.TakeLast(LastLines))}";
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
