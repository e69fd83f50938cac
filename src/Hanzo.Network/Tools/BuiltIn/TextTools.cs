using System.Globalization;
using System.Text;
using Hanzo.Network.Text;

namespace Hanzo.Network.Tools.BuiltIn;

/// <summary>Plain answers about a text.</summary>
internal static class TextTools
{
    public const int MaxFindings = 50;
    private const int Surroundings = 30;

    public static string CountWords(string text)
    {
        var lines = text.Length == 0 ? 0 : text.Split('\n').Length;
        return $"{Counted.Of(Words.Count(text), "word")}, {Counted.Of(text.Length, "character")}, {Counted.Of(lines, "line")}";
    }

    public static string Find(string text, string query)
    {
        if (query.Length == 0) return "nothing to find: the query is empty.";
        var report = new StringBuilder();
        var count = 0;
        for (var at = Next(text, query, 0); at >= 0; at = Next(text, query, at + query.Length))
            if (++count <= MaxFindings) report.Append('\n').Append(Describe(text, at, query.Length));
        if (count == 0) return $"'{query}' is not in the text.";
        var shown = count > MaxFindings ? string.Create(CultureInfo.InvariantCulture, $", the first {MaxFindings} of them") : "";
        return $"'{query}' found {Counted.Of(count, "time")}{shown}:{report}";
    }

    private static int Next(string text, string query, int from) => text.IndexOf(query, from, StringComparison.OrdinalIgnoreCase);

    private static string Describe(string text, int at, int length)
    {
        var lineStart = at == 0 ? 0 : text.LastIndexOf('\n', at - 1) + 1;
        var line = text.AsSpan(0, at).Count('\n') + 1;
        var from = Math.Max(lineStart, at - Surroundings);
        var lineEnd = text.IndexOf('\n', at + length);
        var to = Math.Min(lineEnd < 0 ? text.Length : lineEnd, at + length + Surroundings);
        return string.Create(CultureInfo.InvariantCulture, $"line {line}, column {at - lineStart + 1}: {text[from..to].Trim()}");
    }
}
