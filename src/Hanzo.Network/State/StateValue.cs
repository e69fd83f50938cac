using System.Text;
using System.Text.Json;

namespace Hanzo.Network.State;

/// <summary>A JSON value, kept as its text without white space between tokens. Equal values are equal texts.</summary>
public readonly record struct StateValue
{
    private readonly string? _json;

    // The default is null, so that there is one of it.
    private StateValue(string json) => _json = json == "null" ? null : json;

    public string Json => _json ?? "null";

    public int Bytes => Encoding.UTF8.GetByteCount(Json);

    /// <summary>Arrays and objects around the innermost value; 0: it is neither.</summary>
    public int Depth
    {
        get
        {
            var (depth, deepest) = (0, 0);
            var (inText, isEscaped) = (false, false);
            foreach (var c in Json)
            {
                if (isEscaped) isEscaped = false;
                else if (inText) (inText, isEscaped) = (c != '"', c == '\\');
                else if (c == '"') inText = true;
                else if (c is '[' or '{') deepest = Math.Max(deepest, ++depth);
                else if (c is ']' or '}') depth--;
            }

            return deepest;
        }
    }

    public static StateValue Of(JsonElement element) =>
        new(element.ValueKind == JsonValueKind.Undefined ? "null" : JsonSerializer.Serialize(element, StateJson.Default.JsonElement));

    /// <summary>A text.</summary>
    public static StateValue Of(string text) => new(JsonSerializer.Serialize(text, StateJson.Default.String));

    public static StateValue Of(long number) => new(JsonSerializer.Serialize(number, StateJson.Default.Int64));

    /// <exception cref="JsonException">It is no JSON, or nested deeper than <see cref="StateLimits.MaxDepth"/>.</exception>
    public static StateValue Parse(string json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = StateLimits.MaxDepth });
        return Of(document.RootElement);
    }

    /// <summary>In the given order.</summary>
    public static StateValue Of(IEnumerable<StateValue> items) => new($"[{string.Join(',', items.Select(item => item.Json))}]");

    public JsonElement ToElement()
    {
        using var document = JsonDocument.Parse(Json);
        return document.RootElement.Clone();
    }

    public override string ToString() => Json;

    /// <param name="normal">As this type writes it.</param>
    internal static StateValue Normal(string normal) => new(normal);
}
