using System.Globalization;

namespace Hanzo.Network.Node.Settings;

/// <summary>Times as people write them: <c>90</c> and <c>90s</c> are seconds, <c>500ms</c>, <c>2m</c>, <c>1h</c>, <c>7d</c>.</summary>
internal static class TimeText
{
    private static readonly (string Suffix, double Seconds)[] Units =
        [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("d", 86_400), ("", 1)];

    /// <summary>Null for null, and for what is no time.</summary>
    public static TimeSpan? Parse(string? text)
    {
        if (text is null) return null;
        var (suffix, seconds) = Units.First(unit => text.EndsWith(unit.Suffix, StringComparison.Ordinal));
        var number = text[..^suffix.Length];
        return double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value < 1e6
            ? TimeSpan.FromSeconds(value * seconds)
            : null;
    }
}
