using System.Globalization;
using System.Numerics;

namespace Hanzo.Network.Tools.Arithmetic;

/// <summary>
/// Recursive descent, evaluating as it reads. From weak to strong: sums, products (with % as remainder), signs, powers
/// (from the right, so -2^2 is -4 and 2^3^2 is 2^9), then numbers, parentheses and functions.
/// </summary>
internal sealed class ExpressionParser(string text)
{
    /// <summary>Of a number in scientific notation.</summary>
    private const int MaxExponent = 999;

    private int _at;
    private int _depth;

    public Rational Parse()
    {
        SkipSpace();
        if (_at == text.Length) throw Error(_at, "the expression is empty");
        var value = Sum();
        return _at == text.Length ? value : throw Error(_at, $"expected an operator, found '{text[_at]}'");
    }

    private Rational Sum()
    {
        var value = Product();
        while (true)
        {
            var start = _at;
            if (Take("+")) value = Checked(start, value, Product(), static (a, b) => a + b);
            else if (Take("-−")) value = Checked(start, value, Product(), static (a, b) => a - b);
            else return value;
        }
    }

    private Rational Product()
    {
        var value = Signed();
        while (true)
        {
            var start = _at;
            if (Take("*×·") || TakeLetterX()) value = Checked(start, value, Signed(), static (a, b) => a * b);
            else if (Take("/÷")) value = Checked(start, value, Divisor(start), static (a, b) => a / b);
            else if (Take("%")) value = Checked(start, value, Divisor(start), static (a, b) => a % b);
            else return value;
        }
    }

    private Rational Divisor(int start)
    {
        var value = Signed();
        return value.Sign != 0 ? value : throw Error(start, "division by zero");
    }

    private Rational Signed()
    {
        if (Take("-−")) return Nested(() => -Signed());
        return Take("+") ? Nested(Signed) : Power();
    }

    private Rational Power()
    {
        var value = Primary();
        var start = _at;
        return Take("^") ? Checked(start, value, Nested(Signed), (a, b) => Raise(start, a, b)) : value;
    }

    private Rational Primary()
    {
        if (_at == text.Length) throw Error(_at, "expected a number, found the end");
        var start = _at;
        if (Take("("))
        {
            var value = Nested(Sum);
            return Take(")") ? value : throw Error(start, "this parenthesis is not closed");
        }

        if (char.IsAsciiDigit(text[_at]) || text[_at] == '.') return Number();
        return char.IsAsciiLetter(text[_at]) ? Function() : throw Error(_at, $"expected a number, found '{text[_at]}'");
    }

    private Rational Number()
    {
        var start = _at;
        SkipDigits();
        if (_at < text.Length && text[_at] == '.') _at++;
        SkipDigits();
        var mantissa = text[start.._at];
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        if (digits.Length == 0) throw Error(start, "a point alone is not a number");
        var exponent = Exponent(start) - (point < 0 ? 0 : mantissa.Length - point - 1);
        SkipSpace();
        var whole = BigInteger.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        var scale = BigInteger.Pow(10, Math.Abs(exponent));
        return Guard(start, () => exponent >= 0 ? new Rational(whole * scale, 1) : new Rational(whole, scale));
    }

    private int Exponent(int start)
    {
        if (_at >= text.Length || text[_at] is not ('e' or 'E')) return 0;
        _at++;
        var sign = _at < text.Length && text[_at] is '-' or '+' ? text[_at++] : '+';
        var first = _at;
        SkipDigits();
        var known = int.TryParse(text.AsSpan(first, _at - first), NumberStyles.None, CultureInfo.InvariantCulture, out var exponent);
        if (!known || exponent > MaxExponent)
            throw Error(start, $"the exponent of this number must be 0 to {MaxExponent}");
        return sign == '-' ? -exponent : exponent;
    }

    private Rational Function()
    {
        var start = _at;
        while (_at < text.Length && char.IsAsciiLetterOrDigit(text[_at])) _at++;
        var name = text[start.._at];
        SkipSpace();
        var function = Functions.Find(name)
            ?? throw Error(start, $"'{name}' is unknown; known are {Functions.Names}");
        if (!Take("(")) throw Error(_at, $"expected '(' after '{name}'");
        var arguments = new List<Rational> { Nested(Sum) };
        while (Take(",;")) arguments.Add(Nested(Sum));
        if (!Take(")")) throw Error(start, $"the parenthesis of '{name}' is not closed");
        if (function.ArityError(arguments.Count) is { } arity) throw Error(start, arity);
        return Guard(start, () => function.Apply(arguments, problem => Error(start, problem)));
    }

    private static Rational Raise(int start, Rational number, Rational exponent)
    {
        if (number.Sign == 0 && exponent.Sign < 0) throw Error(start, "division by zero: zero to a negative power");
        if (exponent.IsInteger)
        {
            if (BigInteger.Abs(number.Numerator).IsOne && number.IsInteger)
                return number.Sign > 0 || exponent.Numerator.IsEven ? Rational.One : -Rational.One;
            if (number.Sign == 0) return exponent.Sign == 0 ? Rational.One : Rational.Zero;
            return BigInteger.Abs(exponent.Numerator) > Rational.MaxBits
                ? throw new OverflowException()
                : number.Power((int)exponent.Numerator);
        }

        if (number.Sign < 0) throw Error(start, "a negative number has no fractional power");
        return Rational.FromDouble(Math.Pow(number.ToDouble(), exponent.ToDouble()));
    }

    private Rational Nested(Func<Rational> inner)
    {
        if (++_depth > Calculator.MaxDepth) throw Error(_at, $"nested deeper than {Calculator.MaxDepth} levels");
        var value = inner();
        _depth--;
        return value;
    }

    private static Rational Checked(int start, Rational a, Rational b, Func<Rational, Rational, Rational> operation) =>
        Guard(start, () => operation(a, b));

    private static Rational Guard(int start, Func<Rational> operation)
    {
        try
        {
            return operation();
        }
        catch (OverflowException)
        {
            throw Error(start, "overflow: the result needs more than 1000 digits");
        }
    }

    private bool Take(string characters)
    {
        if (_at >= text.Length || !characters.Contains(text[_at], StringComparison.Ordinal)) return false;
        _at++;
        SkipSpace();
        return true;
    }

    private bool TakeLetterX()
    {
        var alone = _at + 1 >= text.Length || !char.IsAsciiLetter(text[_at + 1]);
        return alone && Take("xX");
    }

    private void SkipDigits()
    {
        while (_at < text.Length && char.IsAsciiDigit(text[_at])) _at++;
    }

    private void SkipSpace()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at])) _at++;
    }

    private static ExpressionException Error(int at, string problem) => new(at + 1, problem);
}
