using System.Text.RegularExpressions;

namespace Hanzo.Network.Text;

/// <summary>
/// Finds arithmetic in a sentence. What looks like it is returned as it stands, right or wrong: the calculator explains
/// errors.
/// </summary>
internal static partial class ExpressionFinder
{
    private const int MaxLength = Tools.Arithmetic.Calculator.MaxLength;

    private static readonly (string Words, string Symbol)[] Spoken =
    [
        (@"\bplus\b", "+"), (@"\bminus\b", "-"), (@"\b(times|multiplied by)\b", "*"), (@"\bdivided by\b", "/"), (@"\bmod(ulo)?\b", "%"),
        (@"\bto the power of\b", "^"), (@"\bsquare root of\s+(\d+(\.\d+)?)", "sqrt($1)"), (@"\bsquared\b", "^2"), (@"\bcubed\b", "^3"),
    ];

    /// <summary>The longest part that calculates something, else a number; null when there is none.</summary>
    public static string? Find(string text)
    {
        if (text.Length > MaxLength) text = text[..MaxLength];
        foreach (var (words, symbol) in Spoken)
            text = Regex.Replace(text, words, symbol, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
        var parts = Candidate().Matches(text).Select(match => Trim(match.Value)).Where(part => part.Any(char.IsAsciiDigit)).ToList();
        return parts.Where(Calculates).MaxBy(part => part.Length) ?? parts.MaxBy(part => part.Length);
    }

    public static bool IsCalculation(string text) => Find(text) is { } part && Calculates(part);

    private static bool Calculates(string part) => Operation().IsMatch(part);

    private static string Trim(string part) => part.Trim().TrimEnd('.', ',', ';').TrimStart(')', ',', ';', '.').Trim();

    // Function calls, a letter x between operands, and the characters of numbers and operators.
    [GeneratedRegex(
        @"(?:\b(?:sqrt|min|max|round)\s*\(|(?<=\d\s*|\)\s*)[xX](?=\s*[\d(])|[\d.,;()+\-*/^%×÷·−\s])+",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Candidate();

    [GeneratedRegex(@"[\d)]\s*[+\-*/^%×÷·−xX]|[a-z]\s*\(|^\s*[(]", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Operation();
}
