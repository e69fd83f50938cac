using System.Collections.Immutable;
using Hanzo.Network.Nets.Lab;
using Hanzo.Network.Nets.Nodes;

namespace Hanzo.Network.Nets.Campaign;

/// <summary>Five hosts at work, cut into three and two for a while, and healed, once or again and again.</summary>
internal static class Split
{
    public const int Hosts = 5;
    private const int Majority = 3;

    private static readonly TimeSpan Before = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan After = TimeSpan.FromSeconds(3);

    public static async Task<SplitReport> RunAsync(TimeSpan cut, int times, CancellationToken cancellation)
    {
        await using var lab = await NetLab.CreateAsync();
        var (near, far) = (await lab.NetworkAsync(), await lab.NetworkAsync());
        var trunk = await lab.JoinAsync(near, far);
        var hosts = new List<LabHost>();
        for (var number = 1; number <= Hosts; number++)
            hosts.Add(await lab.HostAsync($"host{number}", new LabLink(number <= Majority ? near : far, $"10.77.0.{number}/24")));
        await using var nodes = new LabNodes();
        // Who has owned a session is told by whose journal has it.
        var started = await nodes.StartAllAsync(hosts, "--agents", "echo", "--journal", "sqlite");
        await started.AreOneAsync();

        var work = new Workload(started);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var working = work.WorkAsync(enough.Token);
        await PassAsync(Before, cancellation);
        var healed = ImmutableArray.CreateBuilder<TimeSpan>();
        for (var time = 1; time <= times; time++)
        {
            await trunk.CutAsync();
            await PassAsync(cut, cancellation);
            await trunk.HealAsync();
            healed.Add(await started.AreOneAsync());
            await PassAsync(After, cancellation);
        }

        await enough.CancelAsync();
        await working;
        await started.AreOneAsync();
        var wrong = await new WorkloadJudge(started, work).WrongAsync();
        var logs = wrong.IsEmpty ? null : KeptLogs.Of(started);
        if (logs is not null) await File.WriteAllLinesAsync(Path.Combine(logs, "wrong.txt"), wrong, cancellation);
        return new SplitReport(healed.ToImmutable(), work.Runs.Count, work.Writes.Count, wrong, logs);
    }

    private static async Task PassAsync(TimeSpan time, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(time);
        await timer.WaitForNextTickAsync(cancellation);
    }
}

/// <param name="Healed">From each heal until all nodes see all others well.</param>
/// <param name="Runs">Acknowledged.</param>
/// <param name="Writes">Of shared state, acknowledged.</param>
/// <param name="Wrong">Empty: nothing is.</param>
/// <param name="Logs">The folder of all that is wrong and all that the nodes wrote; null: nothing is wrong.</param>
internal sealed record SplitReport(ImmutableArray<TimeSpan> Healed, int Runs, int Writes, ImmutableArray<string> Wrong, string? Logs)
{
    private const int Told = 5;

    public override string ToString()
    {
        var text = $"{Runs} runs, {Writes} writes acknowledged; wrong: {Wrong.Length}";
        return Logs is null ? text : $"{text} (all, and all logs: {Logs}):\n  {string.Join("\n  ", Wrong.Take(Told))}";
    }
}
