using System.Globalization;
using System.Text;
using Hanzo.Network.Devices;

namespace Hanzo.Network.Adapters.Devices;

/// <summary>Reading of what files and tools write; takes anything, and gives null for what is not there.</summary>
internal static class Lines
{
    public static string[] Of(string? text) => text?.Split('\n') ?? [];

    /// <summary>
    /// Without spaces around and in a row and without control characters, at most as long as a name may be; null when
    /// nothing is left.
    /// </summary>
    public static string? Clean(string? text)
    {
        var words = new StringBuilder();
        foreach (var c in text ?? "")
        {
            var isSpace = char.IsWhiteSpace(c) || char.IsControl(c);
            if (isSpace ? words.Length > 0 && words[^1] != ' ' : !char.IsSurrogate(c)) words.Append(isSpace ? ' ' : c);
            if (words.Length == DeviceLimits.MaxNameLength) break;
        }

        return words.ToString().TrimEnd() is { Length: > 0 } clean ? clean : null;
    }

    /// <summary>Lines <c>name: value</c>, the name clean, the value as it stands.</summary>
    public static IEnumerable<(string Name, string Value)> Fields(string? text)
    {
        foreach (var line in Of(text))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && Clean(line[..colon]) is { } name) yield return (name, line[(colon + 1)..]);
        }
    }

    /// <summary>The value, clean, of the first field of that name that has one.</summary>
    public static string? Field(string? text, string name)
    {
        foreach (var (known, value) in Fields(text))
            if (known.Equals(name, StringComparison.OrdinalIgnoreCase) && Clean(value) is { } clean) return clean;
        return null;
    }

    /// <summary>The words of the first field that has one of those names.</summary>
    public static string[] Words(string? text, params ReadOnlySpan<string> names)
    {
        foreach (var (known, value) in Fields(text))
            if (names.Contains(known)) return value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return [];
    }

    /// <summary>A whole number that is not negative, alone or before a unit: <c>24564 MiB</c>.</summary>
    public static long? Number(string? text)
    {
        var first = text?.Split(' ', 2, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return first is { Length: > 0 } && long.TryParse(first[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
    }
}
