using Hanzo.Network.Benchmarks.Reports;
using Hanzo.Network.Benchmarks.Rows;

namespace Hanzo.Network.Benchmarks.Running;

/// <summary>Rows on the runtime that this program was built with, in this process, one after the other.</summary>
internal static class SingleRun
{
    public static async Task<int> RunAsync(Arguments arguments)
    {
        var options = RowOptions.Of(TimeSpan.FromSeconds(arguments.Seconds), arguments.Rounds);
        foreach (var row in RowCatalog.Select(arguments.Rows))
            foreach (var figure in await row.RunAsync(options))
                Console.WriteLine(arguments.Json ? FigureLines.Write(row.Name, figure) : Text(figure));
        return 0;
    }

    private static string Text(Figure figure) => $"{figure.Name,-32} {Numbers.Text(figure.Value),10} {figure.Unit.Symbol,-4} {figure.Note}";
}
