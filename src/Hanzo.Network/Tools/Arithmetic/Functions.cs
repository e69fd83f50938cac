using System.Globalization;
using System.Numerics;

namespace Hanzo.Network.Tools.Arithmetic;

/// <summary>A named function and how many arguments it takes.</summary>
internal sealed record Function(
    string Name, int MinArguments, int MaxArguments, Func<IReadOnlyList<Rational>, Func<string, Exception>, Rational> Apply)
{
    public string? ArityError(int count)
    {
        if (count >= MinArguments && count <= MaxArguments) return null;
        var takes = MinArguments == MaxArguments ? $"{MinArguments}" : $"{MinArguments} to {MaxArguments}";
        return string.Create(CultureInfo.InvariantCulture, $"'{Name}' takes {takes} argument{(takes == "1" ? "" : "s")}, not {count}");
    }
}

internal static class Functions
{
    private const int MaxArguments = 100;
    private const int MaxRoundDigits = 100;

    private static readonly Function[] All =
    [
        new("sqrt", 1, 1, (values, error) => SquareRoot(values[0], error)),
        new("min", 1, MaxArguments, (values, _) => values.Aggregate((a, b) => a.CompareTo(b) <= 0 ? a : b)),
        new("max", 1, MaxArguments, (values, _) => values.Aggregate((a, b) => a.CompareTo(b) >= 0 ? a : b)),
        new("round", 1, 2, (values, error) => values[0].Round(values.Count == 1 ? 0 : Digits(values[1], error))),
    ];

    public static string Names { get; } = string.Join(", ", All.Select(function => function.Name));

    public static Function? Find(string name) =>
        Array.Find(All, function => function.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static Rational SquareRoot(Rational value, Func<string, Exception> error)
    {
        if (value.Sign < 0) throw error("a negative number has no square root");
        var (numerator, denominator) = (Root(value.Numerator), Root(value.Denominator));
        return numerator * numerator == value.Numerator && denominator * denominator == value.Denominator
            ? new Rational(numerator, denominator)
            : Rational.FromDouble(Math.Sqrt(value.ToDouble()));
    }

    /// <summary>The whole part of a square root, by Newton's method.</summary>
    private static BigInteger Root(BigInteger value)
    {
        if (value.IsZero) return 0;
        var guess = BigInteger.One << (int)((value.GetBitLength() + 1) / 2);
        while (true)
        {
            var next = (guess + (value / guess)) >> 1;
            if (next >= guess) return guess;
            guess = next;
        }
    }

    private static int Digits(Rational value, Func<string, Exception> error) =>
        value.IsInteger && value.Sign >= 0 && value.Numerator <= MaxRoundDigits
            ? (int)value.Numerator
            : throw error($"the second argument of 'round' must be a whole number from 0 to {MaxRoundDigits}");
}
