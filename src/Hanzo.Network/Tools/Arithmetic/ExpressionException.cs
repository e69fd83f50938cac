using System.Globalization;

namespace Hanzo.Network.Tools.Arithmetic;

/// <summary>An expression that has no value; the message names the position, counted from 1.</summary>
public sealed class ExpressionException(int position, string problem)
    : Exception(string.Create(CultureInfo.InvariantCulture, $"position {position}: {problem}."))
{
    public int Position { get; } = position;
}
