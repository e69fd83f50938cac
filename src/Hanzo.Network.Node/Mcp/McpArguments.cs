using System.Text.Json;

namespace Hanzo.Network.Node.Mcp;

/// <summary>The arguments of a call, all of them texts.</summary>
internal static class McpArguments
{
    /// <returns>Null: it is not given.</returns>
    /// <exception cref="FormatException">It is no text.</exception>
    public static string? Text(IDictionary<string, JsonElement>? arguments, string name)
    {
        if (arguments is null || !arguments.TryGetValue(name, out var value) || value.ValueKind == JsonValueKind.Null) return null;
        return value.ValueKind == JsonValueKind.String ? value.GetString() : throw new FormatException($"'{name}' must be a text.");
    }

    /// <exception cref="FormatException">It is no text, not given, or empty.</exception>
    public static string Require(IDictionary<string, JsonElement>? arguments, string name) =>
        Text(arguments, name) is { Length: > 0 } text ? text : throw new FormatException($"'{name}' is missing.");
}
