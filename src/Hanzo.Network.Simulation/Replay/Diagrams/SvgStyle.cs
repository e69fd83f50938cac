using Hanzo.Network.Simulation.Faults;
using Hanzo.Network.Simulation.World;

namespace Hanzo.Network.Simulation.Replay.Diagrams;

/// <summary>Colours that can be read on light and on dark.</summary>
internal static class SvgStyle
{
    /// <summary>Neighbouring kinds of fault get hues far apart.</summary>
    private const double GoldenAngle = 137.508;

    private const double RowDistance = 8;

    public static string Css =>
        """
        :root { --back: #ffffff; --ink: #1f2328; --faint: #c9d1d9; }
        @media (prefers-color-scheme: dark) { :root { --back: #0d1117; --ink: #e6edf3; --faint: #3d444d; } }
        text { font: 11px ui-monospace, monospace; fill: var(--ink); }
        .back { fill: var(--back); }
        .tick { stroke: var(--faint); stroke-width: 0.5; }
        .life { stroke: var(--ink); stroke-width: 1.5; }
        .down { stroke: var(--back); stroke-width: 3; }
        .message { stroke: var(--ink); stroke-width: 0.6; opacity: 0.55; }
        .tip { fill: var(--ink); }
        .broken { stroke: #e5484d; stroke-width: 2; stroke-dasharray: 5 3; }
        .verdict { fill: #e5484d; font-weight: bold; }
        .process { fill: #e5484d; } .membership { fill: #0090ff; } .slot { fill: #f5a524; } .run { fill: #30a46c; }
        .effect { fill: #8e4ec6; } .data { fill: #12a594; } .message-mark, .log { fill: #8b8d98; }
        """;

    /// <summary>Below the line of its node: each kind has a row of its own.</summary>
    public static double Row(TraceKind kind) => kind switch
    {
        TraceKind.Slot => RowDistance,
        TraceKind.Run => 2 * RowDistance,
        TraceKind.Effect => 3 * RowDistance,
        TraceKind.Data => 4 * RowDistance,
        TraceKind.Log => 5 * RowDistance,
        _ => 0,
    };

    public static string Of(TraceKind kind) => kind == TraceKind.Message ? "message-mark" : kind.ToString().ToLowerInvariant();

    public static string Colour(FaultKind kind) => $"hsl({SvgScale.Number((int)kind * GoldenAngle % 360)} 65% 52%)";
}
