namespace Hanzo.Network.Simulation.Replay.Diagrams;

/// <summary>What of a recorded simulation a diagram shows.</summary>
/// <param name="MaxRows">What matters least is left out beyond them.</param>
internal sealed record DiagramOptions(TimeSpan From, TimeSpan To, bool Verbose, int MaxRows)
{
    /// <summary>Of a text, when nobody says.</summary>
    public const int DefaultRows = 400;

    public const int MaxTextRows = 1_000_000;

    /// <summary>More marks make a browser slow.</summary>
    public const int MaxSvgMarks = 20_000;

    public static readonly DiagramOptions Whole = new(TimeSpan.Zero, TimeSpan.MaxValue, Verbose: false, DefaultRows);

    public bool Covers(TimeSpan at) => at >= From && at <= To;

    public bool Overlaps(TimeSpan from, TimeSpan until) => from <= To && until >= From;
}
