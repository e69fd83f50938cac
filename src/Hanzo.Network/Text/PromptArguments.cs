using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Hanzo.Network.Text;

/// <summary>Reads a tool's arguments out of a prompt, by the names and types in the tool's schema.</summary>
internal static partial class PromptArguments
{
    public const string Expression = "expression";

    /// <summary>Null when a required argument is not there.</summary>
    public static Dictionary<string, object?>? Fill(string prompt, JsonElement schema)
    {
        var arguments = new Dictionary<string, object?>(StringComparer.Ordinal);
        if (!schema.TryGetProperty("properties", out var properties)) return arguments;
        var required = schema.TryGetProperty("required", out var names)
            ? names.EnumerateArray().Select(name => name.GetString()!).ToHashSet(StringComparer.Ordinal)
            : [];
        foreach (var property in properties.EnumerateObject())
        {
            var needed = required.Contains(property.Name);
            if (Find(prompt, property.Name, TypeOf(property.Value), needed) is { } value) arguments[property.Name] = value;
            else if (needed) return null;
        }

        return arguments;
    }

    private static object? Find(string prompt, string name, string type, bool needed) => (type, name) switch
    {
        ("string", Expression) => ExpressionFinder.Find(prompt),
        ("string", "query" or "pattern" or "word" or "phrase" or "search") => Query(prompt),
        ("string", _) when needed => Text(prompt),
        ("integer", _) => Integer(prompt, name, needed),
        _ => null,
    };

    /// <summary>What is to be found: the first quotation, else the words between the verb and "in".</summary>
    private static string? Query(string prompt)
    {
        if (Quotation().Match(prompt) is { Success: true } quoted) return quoted.Groups[1].Value;
        return Sought().Match(prompt) is { Success: true } sought ? sought.Groups[1].Value.Trim() : null;
    }

    /// <summary>What is to be worked on: after a colon, else the last quotation unless it is what is sought, else all.</summary>
    private static string Text(string prompt)
    {
        var colon = prompt.IndexOf(": ", StringComparison.Ordinal);
        if (colon < 0) colon = prompt.IndexOf(":\n", StringComparison.Ordinal);
        if (colon >= 0 && prompt[(colon + 1)..].Trim() is { Length: > 0 } rest) return Unquoted(rest);
        var quotations = Quotation().Matches(prompt);
        if (Within().Match(prompt) is { Success: true } within) return Unquoted(within.Groups[1].Value.Trim());
        return quotations.Count > 0 ? quotations[^1].Groups[1].Value : prompt;
    }

    private static int? Integer(string prompt, string name, bool needed)
    {
        var stem = name.TrimEnd('s');
        var named = Regex.Match(prompt, $@"\b(\d{{1,9}})\s+{Regex.Escape(stem)}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
        if (!named.Success && needed) named = AnyInteger().Match(prompt);
        return named.Success ? int.Parse(named.Groups[1].Value, CultureInfo.InvariantCulture) : null;
    }

    private static string Unquoted(string text) => WholeQuotation().Match(text) is { Success: true } whole ? whole.Groups[1].Value : text;

    private static string TypeOf(JsonElement schema)
    {
        if (!schema.TryGetProperty("type", out var type)) return "string";
        return type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().First().GetString()! : type.GetString()!;
    }

    [GeneratedRegex("""(?:(?<!\w)['"‘“„«])(.+?)(?:['"’”“»](?!\w))""", RegexOptions.Singleline)]
    private static partial Regex Quotation();

    [GeneratedRegex("""^['"‘“„«](.+)['"’”“»][.?!]?$""", RegexOptions.Singleline)]
    private static partial Regex WholeQuotation();

    [GeneratedRegex(
        @"\b(?:find|search for|look for|where is|locate)\s+(?:the\s+)?(?:words?\s+|phrases?\s+)?(.+?)\s+(?:in|within)\b",
        RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Sought();

    [GeneratedRegex(
        @"\b(?:find|search for|look for|where is|locate)\b.+?\b(?:in|within)\s+(.+)$",
        RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Within();

    [GeneratedRegex(@"\b(\d{1,9})\b")]
    private static partial Regex AnyInteger();
}
