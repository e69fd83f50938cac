using System.Globalization;

namespace Hanzo.Network.Simulation.Replay.Diagrams;

/// <summary>Where moments and nodes are in the picture, in its units. Time runs to the right.</summary>
internal sealed class SvgScale
{
    public const double Start = 64;
    private const int RowHeight = 100;
    private const int Right = 32;
    private const int Head = 120;
    private const int LineHeight = 48;
    private const double UnitsPerSecond = 4;
    private const double MinWidth = 1200;
    private const double MaxWidth = 16_000;
    private const double MinTickDistance = 90;
    private static readonly double[] TickSeconds = [0.001, 0.01, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 600, 1800, 3600, 14_400, 86_400];

    private readonly TimeSpan _from;
    private readonly double _seconds;

    public SvgScale(TimeSpan from, TimeSpan to, int nodes)
    {
        _from = from;
        _seconds = Math.Max((to - from).TotalSeconds, TickSeconds[0]);
        Span = Math.Clamp(_seconds * UnitsPerSecond, MinWidth, MaxWidth);
        Height = Head + nodes * RowHeight;
    }

    public double Span { get; }

    public double Width => Start + Span + Right;

    public double Height { get; }

    /// <summary>A moment outside the window is at its edge.</summary>
    public double X(TimeSpan at) => Start + Math.Clamp((at - _from).TotalSeconds / _seconds, 0, 1) * Span;

    /// <summary>The line of a node; -1: that of the whole network, above them.</summary>
    public static double Y(int node) => Head + node * RowHeight + LineHeight;

    public IEnumerable<TimeSpan> Ticks()
    {
        var step = Array.Find(TickSeconds, seconds => seconds / _seconds * Span >= MinTickDistance);
        if (step == 0) step = TickSeconds[^1];
        for (var at = Math.Ceiling(_from.TotalSeconds / step) * step; at <= _from.TotalSeconds + _seconds; at += step)
            yield return TimeSpan.FromSeconds(at);
    }

    public static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
