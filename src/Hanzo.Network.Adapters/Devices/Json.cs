using System.Globalization;
using System.Text.Json;

namespace Hanzo.Network.Adapters.Devices;

/// <summary>Reading of JSON that tools write; what is missing or of another kind is null or empty.</summary>
internal static class Json
{
    /// <exception cref="JsonException">It is no JSON object.</exception>
    public static JsonDocument Parse(string text)
    {
        // Profiles of a shell may write before it, and a byte order mark may stand there.
        var start = text.IndexOf('{', StringComparison.Ordinal);
        return start < 0 ? throw new JsonException("There is no object.") : JsonDocument.Parse(text.AsMemory(start));
    }

    public static JsonElement? Member(this JsonElement? value, string name) =>
        value is { ValueKind: JsonValueKind.Object } parent && parent.TryGetProperty(name, out var member) ? member : null;

    /// <summary>The items of a list, or the one item that stands without its list.</summary>
    public static IEnumerable<JsonElement?> Items(this JsonElement? value) => value switch
    {
        { ValueKind: JsonValueKind.Array } list => list.EnumerateArray().Select(item => (JsonElement?)item),
        { ValueKind: JsonValueKind.Object } item => [item],
        _ => [],
    };

    public static string? Text(this JsonElement? value, string name) => value.Member(name) switch
    {
        { ValueKind: JsonValueKind.String } text => Lines.Clean(text.GetString()),
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => null,
    };

    /// <summary>A whole number that is not negative, also written as a text.</summary>
    public static long? Number(this JsonElement? value, string name) =>
        long.TryParse(value.Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
