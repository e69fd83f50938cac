using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Conversations;

/// <summary>JSON that a journal keeps and a model reads: no more bytes than needed.</summary>
internal static class ModelJson
{
    private static readonly JsonSerializerOptions Compact =
        new(AIJsonUtilities.DefaultOptions) { WriteIndented = false, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Compact);
}
