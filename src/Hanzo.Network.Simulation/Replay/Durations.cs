using System.Globalization;
using System.Text.RegularExpressions;

namespace Hanzo.Network.Simulation.Replay;

/// <summary>Lengths of time as they are written on a command line and in a diagram.</summary>
internal static partial class Durations
{
    private static readonly (string Unit, TimeSpan Length)[] Units =
    [
        ("d", TimeSpan.FromDays(1)), ("h", TimeSpan.FromHours(1)), ("m", TimeSpan.FromMinutes(1)),
        ("s", TimeSpan.FromSeconds(1)), ("ms", TimeSpan.FromMilliseconds(1)), ("t", TimeSpan.FromTicks(1)),
    ];

    /// <summary>Numbers and units, large ones first: <c>10m</c>, <c>2.5s</c>, <c>3m20s</c>; units are d, h, m, s, ms.</summary>
    public static bool TryParse(string text, out TimeSpan value)
    {
        value = default;
        var match = Form().Match(text);
        if (!match.Success) return false;
        var (ticks, last) = (0m, long.MaxValue);
        foreach (var (number, unit) in match.Groups[1].Captures.Zip(match.Groups[2].Captures))
        {
            var length = Array.Find(Units, known => known.Unit == unit.Value).Length.Ticks;
            if (length >= last) return false;
            last = length;
            ticks += decimal.Parse(number.ValueSpan, CultureInfo.InvariantCulture) * length;
        }

        if (ticks > TimeSpan.MaxValue.Ticks) return false;
        value = TimeSpan.FromTicks((long)ticks);
        return true;
    }

    /// <summary>Exact, in the largest unit that needs no fraction; <see cref="TryParse"/> reads it back.</summary>
    public static string Text(TimeSpan value)
    {
        var (unit, length) = value == TimeSpan.Zero
            ? ("s", TimeSpan.FromSeconds(1))
            : Array.Find(Units, known => value.Ticks % known.Length.Ticks == 0);
        return string.Create(CultureInfo.InvariantCulture, $"{value.Ticks / length.Ticks}{unit}");
    }

    /// <summary>A moment: minutes, seconds and thousandths, with hours when there are some.</summary>
    public static string Clock(TimeSpan at) => at.Ticks < 0
        ? $"-{Clock(at.Negate())}"
        : string.Create(CultureInfo.InvariantCulture, $"{(at.TotalHours < 1 ? "" : $"{(long)at.TotalHours}:")}{at:mm\\:ss\\.fff}");

    [GeneratedRegex(@"^(?:(\d{1,12}(?:\.\d{1,9})?)(d|h|ms|m|s|t))+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
