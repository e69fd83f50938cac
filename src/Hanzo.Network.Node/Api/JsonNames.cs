using System.Text.Json;
using System.Text.Unicode;

namespace Hanzo.Network.Node.Api;

/// <summary>Names that JSON allows and that no text can hold, such as half of a character.</summary>
internal static class JsonNames
{
    /// <param name="json">Whole and well-formed.</param>
    /// <exception cref="ApiException">A name is no valid Unicode.</exception>
    public static void RequireUnicode(ReadOnlyMemory<byte> json, int maxDepth)
    {
        var reader = new Utf8JsonReader(json.Span, new JsonReaderOptions { MaxDepth = maxDepth });
        while (reader.Read())
            if (reader.TokenType == JsonTokenType.PropertyName && !IsUnicode(ref reader))
                throw new ApiException(StatusCodes.Status400BadRequest, "malformed_json", "The body has a name that is no valid Unicode.");
    }

    private static bool IsUnicode(ref Utf8JsonReader name)
    {
        if (!name.ValueIsEscaped) return Utf8.IsValid(name.ValueSpan);
        try
        {
            name.GetString();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
