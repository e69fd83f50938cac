using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hanzo.Network.Cluster.Sessions.Slots;

/// <summary>The journal format of a slot's index.</summary>
internal static class SlotChangedCodec
{
    public const string Manifest = "slot.changed.1";

    public static byte[] Encode(SlotChanged change) => JsonSerializer.SerializeToUtf8Bytes(change, SlotChangedJson.Default.SlotChanged);

    /// <exception cref="FormatException">The manifest is unknown, or the bytes are not of its format.</exception>
    public static SlotChanged Decode(string manifest, ReadOnlySpan<byte> bytes)
    {
        if (manifest != Manifest)
            throw new FormatException($"journal event '{manifest}' is unknown to this version's indices of slots; known is {Manifest}.");
        try
        {
            return JsonSerializer.Deserialize(bytes, SlotChangedJson.Default.SlotChanged)
                ?? throw new FormatException($"journal event '{manifest}' is null.");
        }
        catch (JsonException e)
        {
            throw new FormatException($"journal event '{manifest}' cannot be read: {e.Message}", e);
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(SlotChanged))]
internal sealed partial class SlotChangedJson : JsonSerializerContext;
