namespace Hanzo.Network.Benchmarks.Reports;

/// <summary>What a figure counts, and which way is better.</summary>
internal sealed record Unit(string Symbol, bool HigherIsBetter)
{
    public static readonly Unit PerSecond = new("/s", true);
    public static readonly Unit Microseconds = new("µs", false);
    public static readonly Unit Milliseconds = new("ms", false);
    public static readonly Unit Bytes = new("B", false);
    public static readonly Unit Mebibytes = new("MiB", false);
    public static readonly Unit Percent = new("%", false);
    public static readonly Unit Count = new("", false);
    private static readonly Unit[] All = [PerSecond, Microseconds, Milliseconds, Bytes, Mebibytes, Percent, Count];

    /// <exception cref="FormatException">There is no such unit.</exception>
    public static Unit Parse(string symbol) =>
        Array.Find(All, unit => unit.Symbol == symbol) ?? throw new FormatException($"'{symbol}' is no unit of a figure.");
}
