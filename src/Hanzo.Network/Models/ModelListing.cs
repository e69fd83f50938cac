using System.Collections.Immutable;
using System.Text.Json;
using Hanzo.Network.Devices;

namespace Hanzo.Network.Models;

/// <summary>What a server answers to <c>GET /v1/models</c>.</summary>
public static class ModelListing
{
    /// <summary>Models of one server; further ones are not heeded.</summary>
    public const int Most = 64;

    /// <summary>Bytes of an answer.</summary>
    public const int MaxBytes = 256 * 1024;

    /// <summary>Who owns what nodes of Hanzo Network serve as models: their agents.</summary>
    public const string Hanzo = "hanzo";

    /// <returns>Ids of models to talk with, as they are listed; null: it is no such list, or the list of a node.</returns>
    public static ImmutableArray<string>? Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Array) return null;
            var all = data.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object).ToList();
            if (all.Exists(item => Text(item, "owned_by") == Hanzo)) return null;
            return [.. all.Select(item => Text(item, "id")).OfType<string>().Where(IsForTalk).Distinct(StringComparer.Ordinal).Take(Most)];
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsForTalk(string id) =>
        id.Length is > 0 and <= DeviceLimits.MaxNameLength && !id.Any(char.IsControl)
        && !id.Contains("embed", StringComparison.OrdinalIgnoreCase) && !id.Contains("rerank", StringComparison.OrdinalIgnoreCase);

    private static string? Text(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
