using System.Collections.Immutable;
using Hanzo.Network.Nets.Lab;
using Hanzo.Network.Nets.Nodes;

namespace Hanzo.Network.Nets.Campaign;

/// <summary>Five hosts at work, cut into three and two for a while, and healed.</summary>
internal static class Split
{
    public const int Hosts = 5;
    private const int Majority = 3;

    private static readonly TimeSpan Before = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan After = TimeSpan.FromSeconds(3);

    public static async Task<SplitReport> RunAsync(TimeSpan cut, CancellationToken cancellation)
    {
        await using var lab = await NetLab.CreateAsync();
        var (near, far) = (await lab.NetworkAsync(), await lab.NetworkAsync());
        var trunk = await lab.JoinAsync(near, far);
        var hosts = new List<LabHost>();
        for (var number = 1; number <= Hosts; number++)
            hosts.Add(await lab.HostAsync($"host{number}", new LabLink(number <= Majority ? near : far, $"10.77.0.{number}/24")));
        await using var nodes = new LabNodes();
        var started = await nodes.StartAllAsync(hosts, "--agents", "echo");
        await started.AreOneAsync();

        var work = new Workload(started);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var working = work.WorkAsync(enough.Token);
        await PassAsync(Before, cancellation);
        await trunk.CutAsync();
        await PassAsync(cut, cancellation);
        await trunk.HealAsync();
        var healed = await started.AreOneAsync();
        await PassAsync(After, cancellation);
        await enough.CancelAsync();
        await working;
        await started.AreOneAsync();
        var wrong = await new WorkloadJudge(started, work).WrongAsync();
        if (wrong.Length > 0) wrong = wrong.AddRange(started.Select(node => $"{node.Id} wrote:\n{node.Process.Transcript}"));
        return new SplitReport(healed, work.Runs.Count, work.Writes.Count, wrong);
    }

    private static async Task PassAsync(TimeSpan time, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(time);
        await timer.WaitForNextTickAsync(cancellation);
    }
}

/// <param name="Healed">From the heal until all nodes see all others well.</param>
/// <param name="Runs">Acknowledged.</param>
/// <param name="Writes">Of shared state, acknowledged.</param>
/// <param name="Wrong">Empty: nothing is.</param>
internal sealed record SplitReport(TimeSpan Healed, int Runs, int Writes, ImmutableArray<string> Wrong);
