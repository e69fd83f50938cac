using System.Globalization;

namespace Hanzo.Network.Adapters.Devices;

/// <summary>What probes say when they could not tell something.</summary>
internal static class ProbeNotes
{
    /// <summary>Characters that a note quotes of a tool's words.</summary>
    private const int MaxQuote = 160;

    public static string TooSlow(string name) =>
        string.Create(CultureInfo.InvariantCulture, $"{name} did not answer within {SystemAccess.Limit.TotalSeconds:0} s.");

    public static string Failed(string name, int code, string? reason) => string.Create(
        CultureInfo.InvariantCulture, $"{name} ended with code {code}{(reason is null ? "" : ": ")}{reason}{(reason is null ? "." : "")}");

    public static string NotUnderstood(string name, string? text) =>
        Said(text) is { } words ? $"{name} said something else than expected: {words}" : $"{name} said nothing.";

    /// <summary>The first line with something in it; null when there is none.</summary>
    public static string? Said(string? text)
    {
        foreach (var line in Lines.Of(text))
            if (Lines.Clean(line) is { } words) return words.Length <= MaxQuote ? words : $"{words[..MaxQuote]}…";
        return null;
    }
}
