using System.Buffers;
using System.Globalization;

namespace Akka.Configuration.Hocon;

/// <summary>Reads booleans, durations, sizes and paths.</summary>
internal static class HoconText
{
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("+-0123456789.");

    public static bool Boolean(string? text) => text switch
    {
        "on" or "true" => true,
        "off" or "false" => false,
        _ => throw new NotSupportedException($"Unknown boolean format: {text ?? "null"}; allowed: on, off, true, false."),
    };

    public static TimeSpan Duration(string? text, bool allowInfinite)
    {
        if (text == "infinite" && allowInfinite)
            return Timeout.InfiniteTimeSpan;
        var (number, unit) = Split(text, "duration");
        if (number < 0)
            throw new FormatException($"Expected a positive value instead of {text}");
        var ticks = unit switch
        {
            "d" or "day" or "days" => TimeSpan.TicksPerDay,
            "h" or "hour" or "hours" => TimeSpan.TicksPerHour,
            "m" or "minute" or "minutes" => TimeSpan.TicksPerMinute,
            "s" or "second" or "seconds" => TimeSpan.TicksPerSecond,
            "" or "ms" or "milli" or "millis" or "millisecond" or "milliseconds" => TimeSpan.TicksPerMillisecond,
            "us" or "micro" or "micros" or "microsecond" or "microseconds" => TimeSpan.TicksPerMicrosecond,
            "ns" or "nano" or "nanos" or "nanosecond" or "nanoseconds" => 0.01,
            _ => throw new FormatException($"'{text}' is not a duration: unknown unit '{unit}'; known are d, h, m, s, ms, us, ns."),
        };
        return new TimeSpan((long)(number * ticks));
    }

    public static long ByteSize(string? text)
    {
        var (number, unit) = Split(text, "size");
        var factor = unit switch
        {
            "" or "b" or "B" or "byte" or "bytes" => 1L,
            "kB" or "kilobyte" or "kilobytes" => 1000L,
            "k" or "K" or "Ki" or "KiB" or "kibibyte" or "kibibytes" => 1L << 10,
            "MB" or "megabyte" or "megabytes" => 1000_000L,
            "m" or "M" or "Mi" or "MiB" or "mebibyte" or "mebibytes" => 1L << 20,
            "GB" or "gigabyte" or "gigabytes" => 1000_000_000L,
            "g" or "G" or "Gi" or "GiB" or "gibibyte" or "gibibytes" => 1L << 30,
            "TB" or "terabyte" or "terabytes" => 1000_000_000_000L,
            "t" or "T" or "Ti" or "TiB" or "tebibyte" or "tebibytes" => 1L << 40,
            _ => throw new FormatException($"'{text}' is not a size: unknown unit '{unit}'."),
        };
        return (long)(number * factor);
    }

    /// <summary>Splits <c>a.b."c.d"</c> at the dots outside of quotes.</summary>
    public static List<string> Path(string path)
    {
        var elements = new List<string>();
        var rest = path.AsSpan();
        while (true)
        {
            rest = rest.Trim();
            if (rest.StartsWith("\""))
            {
                var close = rest[1..].IndexOf('"');
                if (close < 0)
                    throw new FormatException($"The path '{path}' has a quote that is not closed.");
                elements.Add(rest.Slice(1, close).ToString());
                rest = rest[(close + 2)..].TrimStart();
            }
            else
            {
                var dot = rest.IndexOf('.');
                elements.Add((dot < 0 ? rest : rest[..dot]).Trim().ToString());
                rest = dot < 0 ? default : rest[dot..];
            }
            if (rest.IsEmpty)
                return elements;
            rest = rest[1..];
        }
    }

    private static (double Number, string Unit) Split(string? text, string what)
    {
        var trimmed = text.AsSpan().Trim();
        var length = trimmed.IndexOfAnyExcept(NumberCharacters);
        var digits = length < 0 ? trimmed : trimmed[..length];
        if (!double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            throw new FormatException($"'{text}' is not a {what}: it begins with no number.");
        return (number, length < 0 ? "" : trimmed[length..].Trim().ToString());
    }
}
