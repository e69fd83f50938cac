using System.Globalization;
using System.Numerics;

namespace Hanzo.Network.Tools.Arithmetic;

internal static class RationalFormat
{
    /// <summary>Of a number that is not whole; more would show the error of a square root.</summary>
    private const int SignificantDigits = 15;

    /// <summary>Smaller numbers are written with an exponent.</summary>
    private const int SmallestPlainExponent = -7;

    /// <summary>Whole numbers in full, others rounded to 15 significant digits.</summary>
    public static string Format(Rational value)
    {
        if (value.IsInteger) return value.Numerator.ToString(CultureInfo.InvariantCulture);
        var magnitude = BigInteger.Abs(value.Numerator);
        var exponent = (int)Math.Floor(BigInteger.Log10(magnitude) - BigInteger.Log10(value.Denominator));
        var digits = Scaled(magnitude, value.Denominator, SignificantDigits - 1 - exponent);
        if (digits >= BigInteger.Pow(10, SignificantDigits)) (digits, exponent) = (digits / 10, exponent + 1);
        else if (digits < BigInteger.Pow(10, SignificantDigits - 1))
            digits = Scaled(magnitude, value.Denominator, SignificantDigits - 1 - --exponent);
        return (value.Sign < 0 ? "-" : "") + Place(digits.ToString(CultureInfo.InvariantCulture).TrimEnd('0'), exponent);
    }

    private static BigInteger Scaled(BigInteger numerator, BigInteger denominator, int power)
    {
        if (power >= 0) numerator *= BigInteger.Pow(10, power);
        else denominator *= BigInteger.Pow(10, -power);
        return ((numerator * 2) + denominator) / (denominator * 2);
    }

    private static string Place(string digits, int exponent)
    {
        if (exponent < SmallestPlainExponent)
            return string.Create(CultureInfo.InvariantCulture, $"{digits[0]}{(digits.Length > 1 ? "." : "")}{digits[1..]}e{exponent}");
        if (exponent < 0) return $"0.{new string('0', -exponent - 1)}{digits}";
        return digits.Length <= exponent + 1
            ? digits.PadRight(exponent + 1, '0')
            : $"{digits[..(exponent + 1)]}.{digits[(exponent + 1)..]}";
    }
}
