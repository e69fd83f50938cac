using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Hanzo.Network.Cluster.Messaging;
using Hanzo.Network.Text;

namespace Hanzo.Network.Cluster.State;

internal static class StateWire
{
    public static readonly ImmutableArray<WireFormat> Formats =
    [
        WireFormat.Json("state.compare.1", StateWireJson.Default.Compare),
        WireFormat.Json("state.compared.1", StateWireJson.Default.Compared),
        WireFormat.Json("state.refused.1", StateWireJson.Default.Refused),
    ];
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StateProtocol.Compare))]
[JsonSerializable(typeof(StateProtocol.Compared))]
[JsonSerializable(typeof(StateProtocol.Refused))]
internal sealed partial class StateWireJson : JsonSerializerContext
{
    static StateWireJson() => Default = new StateWireJson(PlainJson.Of(Default.GeneratedSerializerOptions!));
}
