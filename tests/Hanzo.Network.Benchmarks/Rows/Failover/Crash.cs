using Hanzo.Network.Benchmarks.Reports;
using Hanzo.Network.Benchmarks.Statistics;

namespace Hanzo.Network.Benchmarks.Rows.Failover;

/// <summary>Kills a process that owns entities, once a younger member and once the oldest, which coordinates.</summary>
internal abstract class Crash(string name, string about, string figure, string settings, string briefSettings) : Row(name, about)
{
    private const int Oldest = 0;
    private const int Member = 2;

    public override async Task<IReadOnlyList<Figure>> RunAsync(RowOptions options)
    {
        if (options.Brief) return [await MeasureAsync($"{figure}, oldest", Oldest, briefSettings, options.Rounds)];
        return
        [
            await MeasureAsync($"{figure}, member", Member, settings, options.Rounds),
            await MeasureAsync($"{figure}, oldest", Oldest, settings, options.Rounds),
        ];
    }

    private static async Task<Figure> MeasureAsync(string name, int victim, string settings, int rounds)
    {
        var times = new List<double>();
        for (var round = 0; round < rounds; round++) times.Add((await FailOverAsync(victim, settings)).TotalMilliseconds);
        var spread = Spread.Of(times);
        return new Figure(name, spread.Median, Unit.Milliseconds, $"worst {Numbers.Text(spread.Max)} ms");
    }

    private static async Task<TimeSpan> FailOverAsync(int victim, string settings)
    {
        await using var cluster = await OwnerCluster.StartAsync(settings);
        var lost = cluster.OwnedBy(victim, await cluster.LocateAllAsync(1));
        var time = await cluster.RecoverAsync(victim, lost, () =>
        {
            cluster[victim].Kill();
            return Task.CompletedTask;
        });
        await cluster.RequireOneOwnerAsync(victim);
        return time;
    }
}
