using Hanzo.Network.Benchmarks.Statistics;

namespace Hanzo.Network.Benchmarks.Reports;

/// <summary>A comparison as a table for people.</summary>
internal static class ComparisonTable
{
    private const int NameWidth = 32;
    private const int SpreadWidth = 28;
    private const int RatioWidth = 20;

    public static IEnumerable<string> Lines(Comparison comparison)
    {
        yield return Columns("", "embedded [min/max]", "nuget [min/max]", "better by [min/max]") + "goals";
        foreach (var series in comparison.All)
        {
            var goals = string.Join("; ", Goals.Of(series.Name).Select(goal => Verdict(goal, comparison)));
            var note = series.Note.Length > 0 ? $" ({series.Note})" : "";
            var name = $"{series.Name}, {series.Unit.Symbol}";
            yield return Columns(name, Cell(series.EmbeddedSpread), Cell(series.NuGetSpread), Cell(series.Ratio)) + goals + note;
        }
    }

    private static string Columns(string name, string embedded, string nuget, string ratio) =>
        $"{name,-NameWidth} {embedded,-SpreadWidth} {nuget,-SpreadWidth} {ratio,-RatioWidth} ";

    private static string Cell(Spread? spread) => spread is { } s
        ? $"{Numbers.Text(s.Median)} [{Numbers.Text(s.Min)}/{Numbers.Text(s.Max)}]"
        : "not measured";

    private static string Verdict(Goal goal, Comparison comparison)
    {
        var verdict = goal.IsReached(comparison) switch { true => "pass", false => "MISS", null => "open" };
        return $"{(goal.IsGate ? "gate" : "target")} {goal.Text} {verdict}";
    }
}
