using System.Globalization;

namespace Hanzo.Network.Benchmarks.Reports;

/// <summary>Numbers as people read them: three digits that count.</summary>
internal static class Numbers
{
    public static string Text(double value) => Math.Abs(value) switch
    {
        >= 1e7 => Format(value / 1e6, "0.0' M'"),
        >= 1e6 => Format(value / 1e6, "0.00' M'"),
        >= 1e4 => Format(value / 1e3, "0.0' k'"),
        >= 100 => Format(value, "0"),
        >= 10 => Format(value, "0.0"),
        _ => Format(value, "0.00"),
    };

    private static string Format(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
