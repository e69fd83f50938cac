using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hanzo.Network.Joining.Roads;

/// <summary>The addresses of a network's nodes as a process last knew them, the latest first, for its next start.</summary>
public sealed record RememberedPeers(ImmutableArray<NodeAddress> Addresses)
{
    /// <summary>Addresses kept, the latest.</summary>
    public const int Max = 32;

    /// <summary>A larger file was not written by us.</summary>
    public const int MaxBytes = 16 * 1024;

    public static readonly RememberedPeers None = new([]);

    /// <summary>Those that are members now come first; who is none any more stays, as long as there is room.</summary>
    public RememberedPeers With(IEnumerable<NodeAddress> members) =>
        new([.. members.Order().Concat(Addresses).Distinct().Take(Max)]);

    public byte[] Write() =>
        JsonSerializer.SerializeToUtf8Bytes(new PeersDto { Peers = Addresses }, RememberedJson.Default.PeersDto);

    /// <summary>What is no such file is as good as none.</summary>
    public static RememberedPeers Read(ReadOnlySpan<byte> json)
    {
        if (json.Length > MaxBytes) return None;
        try
        {
            var peers = JsonSerializer.Deserialize(json, RememberedJson.Default.PeersDto)?.Peers ?? default;
            return peers.IsDefault ? None : new RememberedPeers([.. peers.OfType<NodeAddress>().Distinct().Take(Max)]);
        }
        catch (JsonException)
        {
            return None; // from another version, or damaged: the next change writes it anew
        }
    }
}

internal sealed record PeersDto
{
    public ImmutableArray<NodeAddress> Peers { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, MaxDepth = 4)]
[JsonSerializable(typeof(PeersDto))]
internal sealed partial class RememberedJson : JsonSerializerContext;
