using System.Collections.Immutable;
using System.Text;
using Hanzo.Network.Simulation.Faults;
using Hanzo.Network.Simulation.World;

namespace Hanzo.Network.Simulation.Replay.Diagrams;

/// <summary>A space-time diagram as text: time downwards, a lane for each fault that lasts, a column for each node.</summary>
internal sealed class TextDiagram
{
    private const int FaultLanes = 6;
    private const int ColumnWidth = 4;
    private const int MaxTextLength = 160;
    private const int TimeWidth = 12;

    private static readonly ImmutableDictionary<TraceKind, char> Marks = new Dictionary<TraceKind, char>
    {
        [TraceKind.Verdict] = '✗', [TraceKind.Fault] = '▼', [TraceKind.Process] = '●', [TraceKind.Membership] = '◇',
        [TraceKind.Slot] = '■', [TraceKind.Run] = '▶', [TraceKind.Effect] = '✦', [TraceKind.Data] = '≡',
        [TraceKind.Message] = '○', [TraceKind.Log] = '·',
    }.ToImmutableDictionary();

    private readonly int _nodes;
    private readonly Lanes _lanes = new(FaultLanes);
    private readonly Lifelines _lifelines;

    private TextDiagram(int nodes) => (_nodes, _lifelines) = (nodes, new Lifelines(nodes));

    public static IEnumerable<string> Lines(SimulationResult result, DiagramOptions options)
    {
        var rows = DiagramRows.Choose(result, options);
        var diagram = new TextDiagram(result.Options.Nodes);
        yield return diagram.Head();
        foreach (var fault in result.Plan.Faults.Where(fault => fault.At < options.From && fault.At + fault.Lasts >= options.From))
            yield return diagram.Row(Before(options.From, fault));
        foreach (var row in rows.Shown) yield return diagram.Row(row);
        yield return Legend;
        if (rows.LeftOut.Count > 0) yield return LeftOut(rows.LeftOut);
    }

    private static string Legend
    {
        get
        {
            var marks = Marks.OrderBy(mark => mark.Key).Select(mark => $"{mark.Value} {Name(mark.Key)}");
            return $"{string.Join("  ", marks)}  ║ under a fault  ┊ paused  (blank) down";
        }
    }

    private static DiagramRow Before(TimeSpan from, Fault fault)
    {
        var text = $"since {Durations.Clock(fault.At)}: {FaultWords.Of(fault)}";
        return new DiagramRow(new TraceLine(from, TraceKind.Fault, fault.Node, -1, from, text), Begins: fault);
    }

    private static string LeftOut(ImmutableSortedDictionary<TraceKind, int> counts)
    {
        var texts = counts.Select(count => $"{count.Value} {Name(count.Key)}");
        return $"left out: {string.Join(", ", texts)}; --verbose, --lines or --from and --to show them.";
    }

    private static string Name(TraceKind kind) => kind.ToString().ToLowerInvariant();

    private string Head()
    {
        var head = new StringBuilder("time".PadLeft(TimeWidth)).Append(' ', FaultLanes + 2);
        for (var node = 0; node < _nodes; node++) head.Append($"n{node}".PadRight(ColumnWidth));
        return head.ToString().TrimEnd();
    }

    private string Row(DiagramRow row)
    {
        var text = new StringBuilder(Durations.Clock(row.At).PadLeft(TimeWidth)).Append(' ');
        if (row.Begins is { } begun) _lifelines.Begin(begun);
        if (row.Ends is { } ended) _lifelines.End(ended);
        AddLanes(text, row.Begins, row.Ends);
        text.Append(' ').Append(Columns(row.Line)).Append(' ');
        if (row.Line.Kind == TraceKind.Verdict) text.Append(Marks[TraceKind.Verdict]).Append(' ');
        if (row.Line.Node >= 0 && row.Line.Kind != TraceKind.Fault) text.Append($"n{row.Line.Node} ");
        if (row.Line.Other >= 0) text.Append($"to n{row.Line.Other} ");
        text.Append(OneLine(row.Line.Text));
        if (row.Line.Until > row.Line.At) text.Append($" (until {Durations.Clock(row.Line.Until)})");
        return text.ToString().TrimEnd();
    }

    private void AddLanes(StringBuilder text, Fault? begins, Fault? ends)
    {
        var opened = begins is { Lasts.Ticks: > 0 } ? _lanes.Begin(begins) : null;
        var closed = ends is null ? null : _lanes.End(ends);
        for (var lane = 0; lane < FaultLanes; lane++)
            text.Append(lane == opened ? '┬' : lane == closed ? '┴' : _lanes[lane] is null ? ' ' : '│');
    }

    private char[] Columns(TraceLine line)
    {
        var columns = new char[_nodes * ColumnWidth];
        Array.Fill(columns, ' ');
        for (var node = 0; node < _nodes; node++) columns[node * ColumnWidth] = _lifelines[node];
        if (line.Node >= 0 && line.Node < _nodes) columns[line.Node * ColumnWidth] = Marks[line.Kind];
        var isArrow = line is { Node: >= 0, Other: >= 0 } && line.Other != line.Node && Math.Max(line.Node, line.Other) < _nodes;
        if (isArrow) AddArrow(columns, line);
        return columns;
    }

    private static void AddArrow(char[] columns, TraceLine line)
    {
        var (from, to) = (line.Node * ColumnWidth, line.Other * ColumnWidth);
        var step = Math.Sign(to - from);
        for (var at = from + step; at != to; at += step) columns[at] = columns[at] == ' ' ? '─' : '┼';
        columns[to - step] = step > 0 ? '→' : '←';
    }

    private static string OneLine(string text)
    {
        var line = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
        return line.Length <= MaxTextLength ? line : $"{line[..(MaxTextLength - 1)]}…";
    }
}
