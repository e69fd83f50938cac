using System.Text.Json;
using System.Text.Json.Serialization;
using Hanzo.Network.State;

namespace Hanzo.Network.Cluster.Sessions.Slots;

/// <summary>The journal format of a slot's index.</summary>
internal static class SlotChangedCodec
{
    public const string Manifest = "slot.changed.1";

    private static readonly EventFormats Formats = new((Manifest, SlotChangedJson.Default.SlotChanged));

    public static byte[] Encode(SlotChanged change) => Formats.Encode(change);

    /// <exception cref="FormatException">The manifest is unknown, or the bytes are not of its format.</exception>
    public static SlotChanged Decode(string manifest, ReadOnlySpan<byte> bytes) => (SlotChanged)Formats.Decode(manifest, bytes);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(SlotChanged))]
[JsonSerializable(typeof(SlotSnapshot))]
internal sealed partial class SlotChangedJson : JsonSerializerContext;
