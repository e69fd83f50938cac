using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Hanzo.Network.Cluster.Messaging;
using static Hanzo.Network.Cluster.Sessions.Slots.SlotIndexProtocol;

namespace Hanzo.Network.Cluster.Sessions.Slots;

internal static class SlotIndexWire
{
    public static readonly ImmutableArray<WireFormat> Formats =
    [
        WireFormat.Json("slot.open.1", SlotIndexJson.Default.SlotOpen),
        WireFormat.Json("slot.opened.1", SlotIndexJson.Default.SlotOpened),
        WireFormat.Json("slot.close.1", SlotIndexJson.Default.SlotClose),
        WireFormat.Json("slot.wake.1", SlotIndexJson.Default.SlotWake),
    ];
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    IgnoreReadOnlyProperties = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(SessionIdConverter), typeof(SlotIdConverter)])]
[JsonSerializable(typeof(SlotOpen))]
[JsonSerializable(typeof(SlotOpened))]
[JsonSerializable(typeof(SlotClose))]
[JsonSerializable(typeof(SlotWake))]
internal sealed partial class SlotIndexJson : JsonSerializerContext;
