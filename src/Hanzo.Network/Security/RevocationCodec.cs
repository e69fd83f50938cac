using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hanzo.Network.Security;

/// <summary>A list of revocations as text: on disk and between nodes.</summary>
public static class RevocationCodec
{
    public const int MaxLength = 64 * 1024;

    public static string Write(RevocationList list) => JsonSerializer.Serialize(
        new RevocationDto(
            list.Version,
            [.. list.Nodes.Select(node => new RevokedDto(node.NodeId, node.At.ToUnixTimeMilliseconds()))],
            [.. list.Signature]),
        RevocationJson.Default.RevocationDto);

    /// <summary>Whether the text is a list; that it is signed by whom it must be is not looked at.</summary>
    public static bool TryRead(string text, [NotNullWhen(true)] out RevocationList? list, [NotNullWhen(false)] out string? problem)
    {
        (list, problem) = Read(text);
        return list is not null;
    }

    private static (RevocationList? List, string? Problem) Read(string text)
    {
        if (text.Length > MaxLength) return (null, $"it has {text.Length} characters; at most {MaxLength} are read");
        try
        {
            var dto = JsonSerializer.Deserialize(text, RevocationJson.Default.RevocationDto);
            if (dto is not { Nodes: { } nodes, Signature: { } signature })
                return (null, "it is not a list of revocations");
            var list = new RevocationList(dto.Version, [.. nodes.Select(Revoked)], [.. signature]);
            return RevocationRules.Misfit(list) is { } misfit ? (null, misfit) : (list, null);
        }
        catch (Exception e) when (e is JsonException or ArgumentOutOfRangeException)
        {
            return (null, e.Message);
        }
    }

    private static Revocation Revoked(RevokedDto? node) => node is { Node: { } id }
        ? new Revocation(id, DateTimeOffset.FromUnixTimeMilliseconds(node.At))
        : throw new JsonException("a node without an id");
}

internal sealed record RevocationDto(long Version, ImmutableArray<RevokedDto?>? Nodes, byte[]? Signature);

/// <param name="At">Unix milliseconds.</param>
internal sealed record RevokedDto(string? Node, long At);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(RevocationDto))]
internal sealed partial class RevocationJson : JsonSerializerContext;
