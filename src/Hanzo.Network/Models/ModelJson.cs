using System.Text.Json;
using Hanzo.Network.Text;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Models;

/// <summary>JSON that a journal keeps and a model reads: compact, and without escapes that cost bytes and tokens.</summary>
public static class ModelJson
{
    private static readonly JsonSerializerOptions Compact =
        new(PlainJson.Of(AIJsonUtilities.DefaultOptions)) { WriteIndented = false };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Compact);
}
