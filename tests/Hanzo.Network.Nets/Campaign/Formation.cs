using System.Collections.Immutable;
using System.Diagnostics;
using Hanzo.Network.Nets.Lab;
using Hanzo.Network.Nets.Nodes;

namespace Hanzo.Network.Nets.Campaign;

/// <summary>How fast nodes are one network, from the moment that they listen.</summary>
internal sealed class Formation : IAsyncDisposable
{
    private const int Hosts = 4;

    /// <summary>Said by nodes that have found a second cluster, or gone over to one: there was not one alone.</summary>
    private static readonly ImmutableArray<string> Signs = ["cluster", "starting another", "shut this one out"];

    private readonly NetLab _lab;
    private readonly List<LabHost> _hosts = [];

    private Formation(NetLab lab) => _lab = lab;

    public static async Task<Formation> CreateAsync()
    {
        var formation = new Formation(await NetLab.CreateAsync());
        var network = await formation._lab.NetworkAsync();
        for (var number = 1; number <= Hosts; number++)
            formation._hosts.Add(await formation._lab.HostAsync($"host{number}", new LabLink(network, $"10.77.0.{number}/24")));
        return formation;
    }

    /// <summary>Three hosts' nodes that start at once, from the last that listens until each sees the others.</summary>
    public async Task<FormationReport> ThreeAtOnceAsync()
    {
        await using var nodes = new LabNodes();
        return await FormAsync([.. _hosts.Take(3).Select(host => nodes.Launch(host))]);
    }

    /// <summary>Many nodes of one machine that start at once.</summary>
    public async Task<FormationReport> CrowdAsync(int count)
    {
        await using var nodes = new LabNodes();
        var ids = Enumerable.Range(1, count).Select(number => $"node{number}");
        return await FormAsync([.. ids.Select(id => nodes.LaunchHere(_hosts[0], id, "--agents", "echo"))]);
    }

    /// <summary>
    /// Many nodes of one machine that start at once, until each sees all others well. While the machine is too busy for them to hear
    /// each other, more than one may found; they merge.
    /// </summary>
    public async Task CrowdBecomesOneAsync(int count)
    {
        await using var nodes = new LabNodes();
        var ids = Enumerable.Range(1, count).Select(number => $"node{number}");
        LabNode[] started = [.. ids.Select(id => nodes.LaunchHere(_hosts[0], id, "--agents", "echo"))];
        await Task.WhenAll(started.Select(node => node.ReadyAsync()));
        foreach (var node in started) await node.UntilItSeesAsync(started, LabNode.Patience * 2);
    }

    /// <summary>
    /// Three that start at once, to which one more comes, again and again: from its listening until all three see it.
    /// </summary>
    public async Task<(FormationReport Formed, ImmutableArray<TimeSpan> Joined)> JoinsAsync(int rounds)
    {
        await using var nodes = new LabNodes();
        LabNode[] running = [.. _hosts.Take(3).Select(host => nodes.Launch(host))];
        var formed = await FormAsync(running);
        var times = ImmutableArray.CreateBuilder<TimeSpan>();
        for (var round = 1; round <= rounds; round++)
        {
            var newcomer = nodes.Launch(_hosts[3], "newcomer");
            var seen = Task.WhenAll(running.Select(node => node.SeesAsync([newcomer.Id])));
            var listening = await newcomer.ListeningAsync();
            times.Add(Stopwatch.GetElapsedTime(listening, (await seen).Max()));
            await newcomer.SeesAsync(running.Select(node => node.Id));
            await newcomer.LeaveAsync(running);
        }

        return (formed, times.ToImmutable());
    }

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    private static async Task<FormationReport> FormAsync(LabNode[] nodes)
    {
        var moments = await Task.WhenAll(nodes.Select(async node =>
        {
            var listening = await node.ListeningAsync();
            return (Listening: listening, Seen: await node.SeesAsync(nodes.Select(other => other.Id).Where(id => id != node.Id)));
        }));
        ImmutableArray<string> signs =
            [.. nodes.SelectMany(node => node.Process.Transcript.Split('\n').Where(IsSign).Select(line => $"{node.Id}: {line}"))];
        return new FormationReport(
            Stopwatch.GetElapsedTime(moments.Max(moment => moment.Listening), moments.Max(moment => moment.Seen)), signs,
            signs.IsEmpty ? null : KeptLogs.Of(nodes));
    }

    private static bool IsSign(string line) => Signs.Any(sign => line.Contains(sign, StringComparison.Ordinal));
}

/// <param name="Took">From the last node's listening until each has seen all others; below zero where that was earlier.</param>
/// <param name="Signs">Empty: there has been one cluster only.</param>
/// <param name="Logs">The folder of all that the nodes wrote; null: nothing is wrong.</param>
internal sealed record FormationReport(TimeSpan Took, ImmutableArray<string> Signs, string? Logs)
{
    private const int Told = 3;

    public override string ToString() => Signs.IsEmpty
        ? "one cluster"
        : $"not one cluster alone, {Signs.Length} lines say so (all logs: {Logs}):\n  {string.Join("\n  ", Signs.Take(Told))}";
}
