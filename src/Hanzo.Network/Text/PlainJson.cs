using System.Text.Encodings.Web;
using System.Text.Json;

namespace Hanzo.Network.Text;

/// <summary>
/// JSON that escapes only what JSON demands: text of people takes no six bytes a character, so that bounds in bytes or characters
/// mean what people write. Not for embedding in HTML.
/// </summary>
public static class PlainJson
{
    /// <param name="generated">What a generated context would use.</param>
    public static JsonSerializerOptions Of(JsonSerializerOptions generated) =>
        new(generated) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
