using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hanzo.Network.Cluster.Messaging;

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
    // Values are not escaped to six bytes a character.
    static StateWireJson() =>
        Default = new StateWireJson(new JsonSerializerOptions(Default.GeneratedSerializerOptions!)
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        });
}
