using Hanzo.Network.Benchmarks.Reports;
using Hanzo.Network.Benchmarks.Rows;

namespace Hanzo.Network.Benchmarks.Tests;

/// <summary>Every row does its work on this runtime; how fast is not judged here.</summary>
public sealed class RowSmokeTests
{
    public static TheoryData<string> Rows => [.. RowCatalog.All.Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_row_gives_sane_figures(string name)
    {
        var row = RowCatalog.All.Single(row => row.Name == name);

        var figures = await row.RunAsync(RowOptions.Smoke);

        figures.ShouldNotBeEmpty();
        figures.ShouldAllBe(figure => double.IsFinite(figure.Value) && figure.Value > 0);
        figures.Select(figure => figure.Name).ShouldBeUnique();
        figures.Select(figure => FigureLines.Read(FigureLines.Write(name, figure))).ShouldBe(figures);
    }
}
