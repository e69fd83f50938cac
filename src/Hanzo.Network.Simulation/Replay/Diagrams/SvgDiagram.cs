using System.Xml.Linq;
using Hanzo.Network.Simulation.Faults;
using Hanzo.Network.Simulation.World;
using static Hanzo.Network.Simulation.Replay.Diagrams.SvgText;

namespace Hanzo.Network.Simulation.Replay.Diagrams;

/// <summary>A space-time diagram as a picture: time to the right, a line for each node, bars for faults, arrows for messages.</summary>
internal sealed class SvgDiagram
{
    private const double MarkRadius = 3.5;
    private const double BarHeight = 7;
    private const double BarDistance = 9;
    private const double FirstBar = 12;
    private const int BarLanes = 4;
    private const double TickLabels = 18;
    private const double FirstVerdict = 34;
    private const double VerdictDistance = 13;
    private const int VerdictLanes = 3;

    private readonly SimulationResult _result;
    private readonly DiagramRows _rows;
    private readonly SvgScale _scale;
    private readonly DiagramOptions _options;
    private readonly XElement _root;

    private SvgDiagram(SimulationResult result, DiagramOptions options)
    {
        (_result, _options) = (result, options with { To = options.To < result.Virtual ? options.To : result.Virtual });
        _rows = DiagramRows.Choose(result, _options);
        _scale = new SvgScale(_options.From, _options.To, result.Options.Nodes);
        _root = Element(
            "svg",
            ("width", _scale.Width),
            ("height", _scale.Height + SvgLegend.Height),
            ("viewBox", $"0 0 {SvgScale.Number(_scale.Width)} {SvgScale.Number(_scale.Height + SvgLegend.Height)}"));
    }

    /// <summary>A whole file that needs nothing else.</summary>
    public static XDocument Draw(SimulationResult result, DiagramOptions options)
    {
        var diagram = new SvgDiagram(result, options);
        diagram.DrawGround();
        diagram.DrawFaults();
        foreach (var row in diagram._rows.Shown) diagram.DrawRow(row.Line);
        diagram.DrawVerdicts();
        diagram._root.Add(SvgLegend.Draw(result, diagram._rows, diagram._scale));
        return new XDocument(diagram._root);
    }

    private void DrawGround()
    {
        _root.Titled($"Seed {_result.Options.Seed}: {_result.Options.Nodes} nodes, {Durations.Text(_result.Options.Length)}");
        _root.Add(new XElement(Namespace + "style", SvgStyle.Css));
        _root.Add(new XElement(Namespace + "defs", ArrowTip()));
        _root.Add(Element("rect", ("class", "back"), ("width", "100%"), ("height", "100%")));
        foreach (var at in _scale.Ticks())
        {
            _root.Add(Line("tick", _scale.X(at), TickLabels, _scale.X(at), _scale.Height));
            _root.Add(Label(_scale.X(at) + 2, TickLabels - 4, Durations.Clock(at)));
        }

        for (var node = -1; node < _result.Options.Nodes; node++)
        {
            _root.Add(Label(4, SvgScale.Y(node) + 4, node < 0 ? "network" : $"n{node}"));
            if (node >= 0) _root.Add(Line("life", SvgScale.Start, SvgScale.Y(node), SvgScale.Start + _scale.Span, SvgScale.Y(node)));
        }
    }

    private void DrawFaults()
    {
        var stacks = Enumerable.Range(-1, _result.Options.Nodes + 1).ToDictionary(node => node, _ => new TimeSpan[BarLanes]);
        foreach (var fault in _result.Plan.Faults.Where(fault => _options.Overlaps(fault.At, fault.At + fault.Lasts)))
        {
            var nodes = FaultWords.Nodes(fault).Where(node => node < _result.Options.Nodes).DefaultIfEmpty(-1);
            foreach (var node in nodes) DrawFault(fault, node, stacks[node]);
        }
    }

    private void DrawFault(Fault fault, int node, TimeSpan[] stack)
    {
        var over = fault.At + fault.Lasts;
        var lane = Array.FindIndex(stack, until => until <= fault.At);
        if (lane < 0) lane = BarLanes - 1;
        stack[lane] = over;
        var (from, until, y) = (_scale.X(fault.At), _scale.X(over), SvgScale.Y(node));
        if (Lifelines.IsDown(fault.Kind) && node >= 0) _root.Add(Line("down", from, y, until, y));
        var bar = Element(
            "rect",
            ("class", "fault"),
            ("fill", SvgStyle.Colour(fault.Kind)),
            ("x", from),
            ("y", y - FirstBar - lane * BarDistance),
            ("width", Math.Max(until - from, 2)),
            ("height", BarHeight));
        _root.Add(bar.Titled($"{Durations.Clock(fault.At)} {FaultWords.Of(fault)}"));
    }

    private void DrawRow(TraceLine line)
    {
        if (line.Kind is TraceKind.Fault or TraceKind.Verdict || Math.Max(line.Node, line.Other) >= _result.Options.Nodes) return;
        var (x, y) = (_scale.X(line.At), SvgScale.Y(line.Node));
        var to = line.Other < 0 ? "" : $" to n{line.Other}";
        var title = $"{Durations.Clock(line.At)} {(line.Node < 0 ? "network" : $"n{line.Node}")}{to}: {line.Text}";
        if (line is { Node: >= 0, Other: >= 0 } && line.Node != line.Other)
        {
            var arrow = Line("message", x, y, _scale.X(line.Until), SvgScale.Y(line.Other));
            arrow.SetAttributeValue("marker-end", "url(#tip)");
            _root.Add(arrow.Titled(title));
            return;
        }

        var mark = Element("circle", ("class", SvgStyle.Of(line.Kind)), ("cx", x), ("cy", y + SvgStyle.Row(line.Kind)), ("r", MarkRadius));
        _root.Add(mark.Titled(title));
    }

    private void DrawVerdicts()
    {
        var lane = 0;
        var broken = _result.Verdicts.Where(verdict => !verdict.Holds && _options.Covers(verdict.At));
        foreach (var verdict in broken.OrderBy(verdict => verdict.At))
        {
            var (x, y) = (_scale.X(verdict.At), FirstVerdict + lane++ % VerdictLanes * VerdictDistance);
            var why = $"{Durations.Clock(verdict.At)} {verdict.Checker}: {verdict.Why}";
            _root.Add(Line("broken", x, TickLabels, x, _scale.Height).Titled(why));
            var label = Label(x, y, $"✗ {verdict.Checker}", "verdict");
            if (x > SvgScale.Start + _scale.Span / 2) label.SetAttributeValue("text-anchor", "end");
            _root.Add(label.Titled(why));
        }
    }

    private static XElement ArrowTip()
    {
        var tip = Element("marker", ("id", "tip"), ("viewBox", "0 0 6 6"), ("refX", 6), ("refY", 3), ("orient", "auto"));
        tip.Add(new XAttribute("markerWidth", 7), new XAttribute("markerHeight", 7));
        tip.Add(Element("path", ("d", "M0 0 L6 3 L0 6 z"), ("class", "tip")));
        return tip;
    }

    private static XElement Line(string style, double x1, double y1, double x2, double y2) =>
        Element("line", ("class", style), ("x1", x1), ("y1", y1), ("x2", x2), ("y2", y2));
}
