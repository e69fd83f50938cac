using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hanzo.Network.Joining;

/// <summary>A <see cref="NodeAddress"/> as its text.</summary>
public sealed class NodeAddressJson : JsonConverter<NodeAddress>
{
    public override NodeAddress Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && NodeAddress.TryParse(reader.GetString(), out var address)
            ? address
            : throw new JsonException($"an address must be {NodeAddress.AllowedForm}");

    public override void Write(Utf8JsonWriter writer, NodeAddress value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
