namespace Hanzo.Network.Tools.Arithmetic;

/// <summary>Arithmetic in exact fractions: + - * / ^ % with their typographic forms, parentheses, sqrt, min, max, round.</summary>
public static class Calculator
{
    /// <summary>Characters of an expression.</summary>
    public const int MaxLength = 4096;

    /// <summary>Parentheses, signs and powers within each other.</summary>
    public const int MaxDepth = 64;

    /// <exception cref="ExpressionException">The text is no expression, or has no value.</exception>
    public static string Evaluate(string expression)
    {
        if (expression.Length > MaxLength)
            throw new ExpressionException(
                MaxLength + 1, $"the expression has {expression.Length} characters; at most {MaxLength} are allowed");
        return RationalFormat.Format(new ExpressionParser(expression).Parse());
    }
}
