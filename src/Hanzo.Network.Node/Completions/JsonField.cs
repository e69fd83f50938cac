using System.Text.Json;
using Hanzo.Network.Node.Api;

namespace Hanzo.Network.Node.Completions;

/// <summary>A value somewhere in a request, with its path for errors. What is null counts as not given.</summary>
/// <param name="path">Such as <c>messages[2].content</c>; empty: the request itself.</param>
internal readonly struct JsonField(JsonElement value, string path)
{
    /// <summary>Of a request; a schema of a tool may be nested deeply.</summary>
    private const int MaxDepth = 64;

    public string Path => path;
    public JsonValueKind Kind => value.ValueKind;
    public JsonElement Value => value;
    public bool IsGiven => value.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    /// <summary>Not given where this is no object, or has no such member.</summary>
    public JsonField this[string name]
    {
        get
        {
            var at = path.Length == 0 ? name : $"{path}.{name}";
            JsonElement member = default;
            if (value.ValueKind == JsonValueKind.Object) value.TryGetProperty(name, out member);
            return new(member, at);
        }
    }

    /// <exception cref="ApiException">It is no JSON object.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = MaxDepth });
            JsonNames.RequireUnicode(body, MaxDepth);
            if (document.RootElement.ValueKind == JsonValueKind.Object) return document;
            document.Dispose();
            throw new ApiException(StatusCodes.Status400BadRequest, "malformed_json", "The body must be a JSON object.");
        }
        catch (JsonException e)
        {
            throw new ApiException(StatusCodes.Status400BadRequest, "malformed_json", $"The body is not JSON: {e.Message}");
        }
    }

    /// <summary>Of an array; none when it is not given.</summary>
    /// <exception cref="ApiException">It is something else, or has more than <paramref name="most"/>.</exception>
    public IReadOnlyList<JsonField> Items(int most)
    {
        if (!IsGiven) return [];
        if (value.ValueKind != JsonValueKind.Array) throw Wrong("must be an array");
        var count = value.GetArrayLength();
        if (count > most) throw Wrong($"has {count} items; at most {most} are allowed");
        var at = path;
        return [.. value.EnumerateArray().Select((item, index) => new JsonField(item, $"{at}[{index}]"))];
    }

    /// <summary>Null when it is not given.</summary>
    /// <exception cref="ApiException">It is no text, or no valid Unicode.</exception>
    public string? Text()
    {
        if (!IsGiven) return null;
        if (value.ValueKind != JsonValueKind.String) throw Wrong("must be a text");
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            throw Wrong("is not valid Unicode");
        }
    }

    /// <exception cref="ApiException">As <see cref="Text"/>; it is not given, or empty.</exception>
    public string RequireText() => Text() is { Length: > 0 } text
        ? text
        : throw ApiException.BadField(path, "missing_required_parameter", $"'{path}' is missing.");

    /// <exception cref="ApiException">It is neither true nor false.</exception>
    public bool Flag(bool otherwise = false) => !IsGiven ? otherwise : value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong("must be true or false"),
    };

    /// <summary>Null when it is not given.</summary>
    /// <exception cref="ApiException">It is no number, or out of the range.</exception>
    public float? Number(float least, float most)
    {
        if (!IsGiven) return null;
        return value.ValueKind == JsonValueKind.Number && value.TryGetSingle(out var number) && number >= least && number <= most
            ? number
            : throw Wrong(FormattableString.Invariant($"must be a number from {least} to {most}"));
    }

    /// <inheritdoc cref="Number"/>
    public int? Whole(int least, int most)
    {
        if (!IsGiven) return null;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least && number <= most
            ? number
            : throw Wrong($"must be a whole number from {least} to {most}");
    }

    /// <param name="what">What is wrong, such as <c>must be a text</c>.</param>
    public ApiException Wrong(string what) => ApiException.BadField(path, "invalid_value", $"'{path}' {what}.");

    /// <summary>It means something that is not done here.</summary>
    /// <param name="why">A sentence's end, such as <c>an agent has its own tools</c>.</param>
    public ApiException Unsupported(string why) =>
        ApiException.BadField(path, "unsupported_parameter", $"'{path}' is not supported: {why}.");
}
