using System.Text.Json;

namespace Hanzo.Network.Benchmarks.Reports;

/// <summary>A figure as a line of JSON: what `--json` prints and a comparison reads.</summary>
internal static class FigureLines
{
    public static string Write(string row, Figure figure) =>
        JsonSerializer.Serialize(new Line(row, figure.Name, figure.Value, figure.Unit.Symbol, figure.Note), JsonSerializerOptions.Web);

    /// <summary>Null for a line that is none.</summary>
    public static Figure? Read(string text)
    {
        if (!text.StartsWith('{')) return null;
        var line = JsonSerializer.Deserialize<Line>(text, JsonSerializerOptions.Web)!;
        return new Figure(line.Figure, line.Value, Unit.Parse(line.Unit), line.Note);
    }

    private sealed record Line(string Row, string Figure, double Value, string Unit, string Note);
}
