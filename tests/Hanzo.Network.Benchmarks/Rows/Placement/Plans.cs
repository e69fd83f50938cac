using System.Globalization;
using Hanzo.Network.Benchmarks.Placement;
using Hanzo.Network.Benchmarks.Reports;

namespace Hanzo.Network.Benchmarks.Rows.Placement;

/// <summary>The same on both runtimes, since plans know no actors.</summary>
internal sealed class Plans() : Row("plans", "placement plans of 250 to 2,000 nodes with ten slots each, and after the loss of a node")
{
    private const int Rounds = 40;
    private const int Largest = 2_000;

    public override Task<IReadOnlyList<Figure>> RunAsync(RowOptions options)
    {
        var rounds = options.Brief ? 1 : Rounds;
        int[] sizes = options.Brief ? [50, 100] : [250, 500, 1_000, Largest];
        PlanTimes.Measure(sizes[0], rounds);
        var figures = new List<Figure>();
        var before = (Nodes: 0, Full: 0.0);
        foreach (var nodes in sizes)
        {
            var times = PlanTimes.Measure(nodes, rounds);
            figures.Add(new Figure(NameOf("plan", nodes), times.Full, Unit.Milliseconds, Growth(before, (nodes, times.Full))));
            figures.Add(new Figure(NameOf("plan again", nodes), times.Again, Unit.Milliseconds));
            figures.Add(new Figure(NameOf("plan without one", nodes), times.OneLost, Unit.Milliseconds, "moves as many slots as it had"));
            before = (nodes, times.Full);
        }

        return Task.FromResult<IReadOnlyList<Figure>>(figures);
    }

    private static string Growth((int Nodes, double Full) from, (int Nodes, double Full) to) => from.Nodes == 0
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $"{to.Nodes / from.Nodes} × the nodes: {to.Full / from.Full:0.0} × the time");

    private static string NameOf(string what, int nodes) => string.Create(CultureInfo.InvariantCulture, $"{what}, {nodes} nodes");
}
