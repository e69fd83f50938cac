using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Placement;
using Xunit.Abstractions;
using static Hanzo.Network.Tests.Placement.Nodes;

namespace Hanzo.Network.Tests.Placement;

/// <summary>300 runs of unequal length on three unequal nodes, in virtual time, against what no placement could beat.</summary>
public sealed class MakespanTests(ITestOutputHelper output)
{
    private const int Runs = 300;
    private const double MostAboveBound = 1.3;

    private static readonly ImmutableArray<NodeView> Unequal =
        [Node("laptop", 7.1, cores: 8), Node("server", 40, cores: 16), Node("mini", 3.5, cores: 4)];

    // How often nodes tell their load, in seconds of the simulation, and how many runs come in a second; none: all come at once.
    public static TheoryData<double, double?> Reports() => new()
    {
        { 0, null },
        { 1, null },
        { 0, 40 },
        { 1, 40 },
        { 1, 400 },
    };

    [Theory]
    [MemberData(nameof(Reports))]
    public void Least_loaded_ends_close_to_the_bound(double every, double? perSecond)
    {
        var worst = 0.0;
        for (var seed = 1; seed <= 10; seed++)
        {
            var work = Work(seed);
            var speeds = Unequal.Select(node => Throughput.Of(node.Device).Tflops).ToList();
            var bound = Math.Max(work.Sum() / speeds.Sum(), work.Max() / speeds.Max());
            var ends = new[] { PlacementStrategy.LeastLoaded, PlacementStrategy.RoundRobin, PlacementStrategy.Random }
                .Select(strategy => Makespan(work, strategy, every, perSecond, seed) / bound).ToList();

            output.WriteLine($"seed {seed}: bound {bound:0.00} s; least-loaded {ends[0]:0.00}, round-robin {ends[1]:0.00}, "
                + $"random {ends[2]:0.00} times the bound");
            worst = Math.Max(worst, ends[0]);
            ends[0].ShouldBeLessThan(Math.Min(ends[1], ends[2]));
        }

        worst.ShouldBeLessThanOrEqualTo(MostAboveBound);
    }

    private static double Makespan(double[] work, PlacementStrategy strategy, double every, double? perSecond, int seed)
    {
        var random = new Random(seed);
        var nodes = new VirtualNodes(Unequal);
        var (known, told) = (nodes.Report(), 0.0);
        for (var run = 0; run < work.Length; run++)
        {
            var now = run / perSecond ?? 0;
            nodes.RunUntil(now);
            if (now - told >= every || every == 0) (known, told) = (nodes.Report(), now);
            var turn = strategy is PlacementStrategy.Random ? random.NextInt64() : run;
            var node = NodeSelector.Select(Agent(), Explain(Agent(), [.. known]), strategy, turn).Node!;
            nodes.Start(node, work[run]);
            known = [.. known.Select(view => view.Id == node ? view with { Dispatched = view.Dispatched + 1 } : view)];
        }

        return nodes.RunUntil(double.PositiveInfinity);
    }

    /// <summary>Most runs are short, some take several times, a few ten times as long.</summary>
    private static double[] Work(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Runs).Select(_ => random.Next(20) switch
        {
            0 => 6 + (4 * random.NextDouble()),
            < 6 => 2 + (2 * random.NextDouble()),
            _ => 0.5 + random.NextDouble(),
        })];
    }
}
