using System.Text.Json;
using System.Text.Json.Serialization;
using Hanzo.Network.Text;

namespace Hanzo.Network.State;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true,
    Converters =
    [
        typeof(StateKeyConverter), typeof(HybridTimeConverter), typeof(StateValueConverter), typeof(StateKindConverter),
        typeof(StateListItemConverter), typeof(CoversConverter),
    ])]
[JsonSerializable(typeof(WriterOpened))]
[JsonSerializable(typeof(WriterMet))]
[JsonSerializable(typeof(ValueSet))]
[JsonSerializable(typeof(KeyRemoved))]
[JsonSerializable(typeof(ItemAppended))]
[JsonSerializable(typeof(CountIncremented))]
[JsonSerializable(typeof(StatePart))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(long))]
internal sealed partial class StateJson : JsonSerializerContext
{
    static StateJson() => Default = new StateJson(PlainJson.Of(Default.GeneratedSerializerOptions!));
}
