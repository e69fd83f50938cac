using System.Buffers;
using System.Text.Json;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Joining;

/// <summary>
/// A beacon as one JSON object of at most <see cref="MaxBytes"/> bytes. Whoever is on the wire may have written it, so reading
/// never throws and bounds every field; unknown fields are ignored.
/// </summary>
public static class BeaconCodec
{
    /// <summary>Fits one Ethernet frame with room for tunnels.</summary>
    public const int MaxBytes = 1400;

    public const int Version = 1;
    public const string Type = "hanzo.beacon";

    private const int MaxWordLength = 32;
    private const byte Brace = (byte)'{';
    private static readonly SearchValues<char> WordCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-+");

    /// <exception cref="ArgumentException">The beacon's fields together exceed <see cref="MaxBytes"/>.</exception>
    public static byte[] Write(Beacon beacon)
    {
        var node = beacon.Node;
        var bytes = JsonSerializer.SerializeToUtf8Bytes(
            new BeaconDto
            {
                V = Version,
                Type = Type,
                Network = node.Network,
                NodeId = node.NodeId,
                Incarnation = node.Incarnation,
                Address = node.Address.Host,
                Port = node.Address.Port,
                Runtime = node.Runtime,
                Version = node.Version,
                ProtocolMin = node.Protocol.Min,
                ProtocolMax = node.Protocol.Max,
                ClusterId = beacon.Cluster?.Id,
                FoundedAt = beacon.Cluster?.FoundedAt,
                Reply = beacon.Reply ? true : null,
                Hears = beacon.Hears,
            },
            BeaconJson.Default.BeaconDto);
        return bytes.Length <= MaxBytes
            ? bytes
            : throw new ArgumentException(
                $"the beacon of node '{node.NodeId}' has {bytes.Length} bytes; the bound is {MaxBytes}.", nameof(beacon));
    }

    /// <summary>Either a beacon, or null and the reason why it is none.</summary>
    public static Beacon? Read(ReadOnlySpan<byte> datagram, out BeaconDrop drop)
    {
        drop = BeaconDrop.Oversized;
        if (datagram.Length > MaxBytes) return null;
        drop = BeaconDrop.Garbage;
        var text = datagram.TrimStart(" \t\r\n"u8);
        if (text.IsEmpty || text[0] != Brace) return null;
        drop = BeaconDrop.Malformed;
        return Parse(text) is { } dto ? Validate(dto, out drop) : null;
    }

    /// <summary>
    /// What a beacon of our network says of its version, which is not read here: fields of all versions have the same names, and the
    /// types of those that there are. Null: nothing, or it is of another network.
    /// </summary>
    internal static BeaconVersions? ReadVersions(ReadOnlySpan<byte> datagram, string network)
    {
        var dto = Parse(datagram.TrimStart(" \t\r\n"u8));
        if (dto is not { V: { } version } || dto.Network != network) return null;
        return new BeaconVersions(version, Version, IsWord(dto.Version) ? dto.Version : null);
    }

    private static BeaconDto? Parse(ReadOnlySpan<byte> text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, BeaconJson.Default.BeaconDto);
        }
        catch (JsonException)
        {
            return null; // hostile input is counted by its reason, not reported by exception
        }
    }

    private static Beacon? Validate(BeaconDto dto, out BeaconDrop drop)
    {
        drop = BeaconDrop.ForeignType;
        if (dto.Type != Type) return null;
        drop = BeaconDrop.UnsupportedVersion;
        if (dto.V != Version) return null;
        drop = BeaconDrop.InvalidField;
        if (!AgentName.TryParse(dto.Network, out _) || !NodeIdRules.IsValid(dto.NodeId)) return null;
        if (!Ulid.IsValid(dto.Incarnation) || !NodeAddress.TryCreate(dto.Address, dto.Port ?? 0, out var address)) return null;
        if (!Beacon.IsHears(dto.Hears)) return null;
        if (!IsWord(dto.Runtime) || !IsWord(dto.Version)) return null;
        if (dto.ProtocolMin is not (>= 1 and var min) || dto.ProtocolMax is not { } max || max < min) return null;
        if (dto.ClusterId is not null != dto.FoundedAt.HasValue || (dto.ClusterId is not null && !Ulid.IsValid(dto.ClusterId))) return null;

        var cluster = dto.ClusterId is null ? null : new ClusterIdentity(dto.ClusterId, dto.FoundedAt!.Value);
        var protocol = new ProtocolRange(min, max);
        var node = new NodeIdentity(dto.Network!, dto.NodeId!, dto.Incarnation!, address, dto.Runtime!, dto.Version!, protocol);
        return new Beacon(node, cluster, dto.Reply ?? false) { Hears = dto.Hears };
    }

    private static bool IsWord(string? text) =>
        text is { Length: >= 1 and <= MaxWordLength } && !text.AsSpan().ContainsAnyExcept(WordCharacters);
}
