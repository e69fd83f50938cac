using Hanzo.Network.Benchmarks.Reports;
using Hanzo.Network.Benchmarks.Rows;
using Hanzo.Network.Benchmarks.Rows.Failover;
using Hanzo.Network.Cluster.Hosting;

namespace Hanzo.Network.Benchmarks.Tests;

/// <summary>Rows do their work on this runtime; how fast is not judged here.</summary>
public abstract class RowSmokeTests
{
    protected static async Task RunAsync(string name)
    {
        var row = RowCatalog.All.Single(row => row.Name == name);

        var figures = await row.RunAsync(RowOptions.Smoke);

        figures.ShouldNotBeEmpty();
        figures.ShouldAllBe(figure => IsSane(figure));
        figures.Select(figure => figure.Name).ShouldBeUnique();
        if (RuntimeName.Current == RuntimeName.Embedded)
            figures.Where(IsOfSecondOwners).ShouldAllBe(figure => figure.Value == 0);
        figures.Select(figure => FigureLines.Read(FigureLines.Write(name, figure))).ShouldBe(figures);
    }

    protected static TheoryData<string> RowsOf(string folder) =>
        [.. RowCatalog.All.Where(row => row.GetType().Namespace == $"{typeof(Row).Namespace}.{folder}").Select(row => row.Name)];

    // None of what should not happen is the best count; an idle process may use no processor time that could be counted.
    private static bool IsSane(Figure figure) =>
        double.IsFinite(figure.Value) && (figure.Value > 0 || (figure.Value == 0 && MayBeZero(figure.Unit)));

    private static bool IsOfSecondOwners(Figure figure) => figure.Name.EndsWith(Silence.SecondOwners, StringComparison.Ordinal);

    private static bool MayBeZero(Unit unit) => unit == Unit.Count || unit == Unit.Percent;
}
