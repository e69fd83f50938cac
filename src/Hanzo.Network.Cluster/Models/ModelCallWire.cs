using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Hanzo.Network.Cluster.Messaging;
using Hanzo.Network.Text;
using static Hanzo.Network.Cluster.Models.ModelCallProtocol;

namespace Hanzo.Network.Cluster.Models;

internal static class ModelCallWire
{
    public static readonly ImmutableArray<WireFormat> Formats =
    [
        WireFormat.Json("model.ask.1", ModelCallJson.Default.ModelAsk),
        WireFormat.Json("model.taken.1", ModelCallJson.Default.ModelTaken),
        WireFormat.Json("model.wanted.1", ModelCallJson.Default.ModelWanted),
        WireFormat.Json("model.stop.1", ModelCallJson.Default.ModelStop),
        WireFormat.Json("model.said.1", ModelCallJson.Default.ModelSaid),
        WireFormat.Json("model.ended.1", ModelCallJson.Default.ModelEnded),
    ];
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    IgnoreReadOnlyProperties = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ModelAsk))]
[JsonSerializable(typeof(ModelTaken))]
[JsonSerializable(typeof(ModelWanted))]
[JsonSerializable(typeof(ModelStop))]
[JsonSerializable(typeof(ModelSaid))]
[JsonSerializable(typeof(ModelEnded))]
[JsonSerializable(typeof(ModelQuestion))]
internal sealed partial class ModelCallJson : JsonSerializerContext
{
    static ModelCallJson() => Default = new ModelCallJson(PlainJson.Of(Default.GeneratedSerializerOptions!));
}
