using System.Xml.Linq;
using Hanzo.Network.Simulation.World;
using static Hanzo.Network.Simulation.Replay.Diagrams.SvgText;

namespace Hanzo.Network.Simulation.Replay.Diagrams;

/// <summary>Below the picture: which simulation, what its colours mean, what is not shown.</summary>
internal static class SvgLegend
{
    public const double Height = 76;
    private const double Line = 18;
    private const double CharacterWidth = 7;

    public static IEnumerable<XElement> Draw(SimulationResult result, DiagramRows rows, SvgScale scale)
    {
        var y = scale.Height + Line;
        yield return Label(4, y, Summary(result, rows));
        var x = 4.0;
        var marks = rows.Shown.Select(row => row.Line.Kind).Where(kind => kind is not (TraceKind.Fault or TraceKind.Verdict));
        foreach (var kind in marks.Distinct().Order())
        {
            yield return Element("circle", ("class", SvgStyle.Of(kind)), ("cx", x + 4), ("cy", y + Line - 4), ("r", 4));
            yield return Next(ref x, y + Line, kind.ToString().ToLowerInvariant());
        }

        x = 4;
        foreach (var kind in result.Plan.Faults.Select(fault => fault.Kind).Distinct().Order())
        {
            yield return Element("rect", ("fill", SvgStyle.Colour(kind)), ("x", x), ("y", y + 2 * Line - 8), ("width", 8), ("height", 8));
            yield return Next(ref x, y + 2 * Line, FaultWords.Kind(kind));
        }
    }

    private static string Summary(SimulationResult result, DiagramRows rows)
    {
        var leftOut = rows.LeftOut.Select(count => $"{count.Value} {count.Key.ToString().ToLowerInvariant()}");
        var note = rows.LeftOut.Count == 0 ? "" : $"; left out: {string.Join(", ", leftOut)}";
        var options = result.Options;
        return $"seed {options.Seed}, {options.Nodes} nodes, {Durations.Text(options.Length)}, hash {result.Hash:x16}{note}";
    }

    private static XElement Next(ref double x, double y, string text)
    {
        var label = Label(x + 12, y, text);
        x += 12 + (text.Length + 2) * CharacterWidth;
        return label;
    }
}
