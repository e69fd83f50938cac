using System.Text.Json.Serialization;

namespace Hanzo.Network.Joining;

/// <summary>The fields of a beacon on the wire; <see cref="BeaconCodec"/> checks them.</summary>
internal sealed record BeaconDto
{
    public int? V { get; init; }
    public string? Type { get; init; }
    public string? Network { get; init; }
    public string? ClusterId { get; init; }
    public DateTimeOffset? FoundedAt { get; init; }
    public string? Incarnation { get; init; }
    public string? NodeId { get; init; }
    public string? Address { get; init; }
    public int? Port { get; init; }
    public string? Runtime { get; init; }
    public string? Version { get; init; }
    public int? ProtocolMin { get; init; }
    public int? ProtocolMax { get; init; }
    public bool? Reply { get; init; }
    public string? Hears { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowDuplicateProperties = false,
    MaxDepth = 2)]
[JsonSerializable(typeof(BeaconDto))]
internal sealed partial class BeaconJson : JsonSerializerContext;
