using System.Numerics;

namespace Hanzo.Network.Tools.Arithmetic;

/// <summary>
/// An exact fraction in lowest terms with a positive denominator, so that 0.1 + 0.2 is 0.3 and results are the same on every
/// machine. Neither part exceeds <see cref="MaxBits"/>.
/// </summary>
internal readonly record struct Rational
{
    /// <summary>About 1,000 decimal digits.</summary>
    public const int MaxBits = 3400;

    public static readonly Rational Zero = new(0, 1);
    public static readonly Rational One = new(1, 1);

    /// <exception cref="OverflowException">Numerator or denominator exceed <see cref="MaxBits"/>.</exception>
    public Rational(BigInteger numerator, BigInteger denominator)
    {
        var divisor = BigInteger.GreatestCommonDivisor(numerator, denominator);
        if (denominator.Sign < 0) divisor = -divisor;
        Numerator = numerator / divisor;
        Denominator = denominator / divisor;
        if (BigInteger.Abs(Numerator).GetBitLength() > MaxBits || Denominator.GetBitLength() > MaxBits) throw new OverflowException();
    }

    public BigInteger Numerator { get; }
    public BigInteger Denominator { get; }

    public int Sign => Numerator.Sign;
    public bool IsInteger => Denominator.IsOne;

    public static Rational operator +(Rational a, Rational b) =>
        new((a.Numerator * b.Denominator) + (b.Numerator * a.Denominator), a.Denominator * b.Denominator);

    public static Rational operator -(Rational a, Rational b) => a + -b;

    public static Rational operator -(Rational a) => new(-a.Numerator, a.Denominator);

    public static Rational operator *(Rational a, Rational b) => new(a.Numerator * b.Numerator, a.Denominator * b.Denominator);

    public static Rational operator /(Rational a, Rational b) => new(a.Numerator * b.Denominator, a.Denominator * b.Numerator);

    /// <summary>What is left after dividing a whole number of times; has the sign of <paramref name="a"/>.</summary>
    public static Rational operator %(Rational a, Rational b) => a - (b * new Rational((a / b).Truncate(), 1));

    public int CompareTo(Rational other) => (Numerator * other.Denominator).CompareTo(other.Numerator * Denominator);

    public BigInteger Truncate() => BigInteger.Divide(Numerator, Denominator);

    /// <exception cref="OverflowException">The result would exceed <see cref="MaxBits"/>; found before it is computed.</exception>
    public Rational Power(int exponent)
    {
        var bits = Math.Max(BigInteger.Abs(Numerator).GetBitLength(), Denominator.GetBitLength());
        if ((bits - 1) * Math.Abs((long)exponent) > MaxBits) throw new OverflowException();
        var positive = Math.Abs(exponent);
        var (numerator, denominator) = (BigInteger.Pow(Numerator, positive), BigInteger.Pow(Denominator, positive));
        return exponent >= 0 ? new Rational(numerator, denominator) : new Rational(denominator, numerator);
    }

    /// <summary>Rounds halves away from zero.</summary>
    public Rational Round(int digits)
    {
        var scale = BigInteger.Pow(10, digits);
        var doubled = BigInteger.Abs(Numerator) * scale * 2;
        var rounded = (doubled + Denominator) / (Denominator * 2);
        return new Rational(rounded * Sign, scale);
    }

    /// <exception cref="OverflowException">Beyond the range of a double.</exception>
    public double ToDouble()
    {
        var surplus = (int)Math.Max(0, Math.Max(BigInteger.Abs(Numerator).GetBitLength(), Denominator.GetBitLength()) - 1000);
        var value = (double)(Numerator >> surplus) / (double)(Denominator >> surplus);
        return double.IsFinite(value) ? value : throw new OverflowException();
    }

    /// <exception cref="OverflowException">Not a finite number.</exception>
    public static Rational FromDouble(double value)
    {
        if (!double.IsFinite(value)) throw new OverflowException();
        if (value == 0) return Zero;
        var exponent = Math.ILogB(value) - 52;
        var mantissa = new BigInteger(Math.ScaleB(value, -exponent));
        return exponent >= 0 ? new Rational(mantissa << exponent, 1) : new Rational(mantissa, BigInteger.One << -exponent);
    }
}
