using System.Diagnostics;
using Hanzo.Network.Benchmarks.Processes;
using Hanzo.Network.Benchmarks.Processes.Roles;
using Hanzo.Network.Benchmarks.Reports;
using Hanzo.Network.Benchmarks.Statistics;

namespace Hanzo.Network.Benchmarks.Rows.Formation;

/// <summary>Processes that start at once with each other as seed nodes, until each sees all of them Up.</summary>
internal abstract class ClusterFormation(string name, string about, string figure, int nodes) : Row(name, about)
{
    public override async Task<IReadOnlyList<Figure>> RunAsync(RowOptions options)
    {
        var rounds = new List<(TimeSpan FromStart, TimeSpan FromCreated)>();
        for (var round = 0; round < options.Rounds; round++) rounds.Add(await FormAsync());
        return
        [
            FigureOf(figure, rounds.Select(round => round.FromStart)),
            FigureOf($"{figure} once created", rounds.Select(round => round.FromCreated)),
        ];
    }

    private static Figure FigureOf(string name, IEnumerable<TimeSpan> times)
    {
        var spread = Spread.Of([.. times.Select(time => time.TotalMilliseconds)]);
        return new Figure(name, spread.Median, Unit.Milliseconds, $"worst {Numbers.Text(spread.Max)} ms");
    }

    private async Task<(TimeSpan FromStart, TimeSpan FromCreated)> FormAsync()
    {
        var ports = FreePorts.Take(nodes);
        var children = ports.Select(port => Former.Start(port, ports)).ToArray();
        try
        {
            var created = await Task.WhenAll(children.Select(child => child.ExpectAsync(Former.Created, RowOptions.Patience)));
            var formed = await Task.WhenAll(children.Select(child => child.ExpectAsync(Former.Formed, RowOptions.Patience)));
            var last = formed.Max(line => line.At);
            return (
                Stopwatch.GetElapsedTime(children.Min(child => child.StartedAt), last),
                Stopwatch.GetElapsedTime(created.Max(line => line.At), last));
        }
        finally
        {
            foreach (var child in children) await child.DisposeAsync();
        }
    }
}
