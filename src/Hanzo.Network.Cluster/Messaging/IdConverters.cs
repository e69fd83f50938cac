using System.Text.Json;
using System.Text.Json.Serialization;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Cluster.Messaging;

/// <summary>Ids travel as their text form; a text that is none is a <see cref="JsonException"/>.</summary>
internal abstract class IdConverter<T>(Func<string, T> parse) : JsonConverter<T>
    where T : struct
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return parse(reader.GetString() ?? "");
        }
        catch (FormatException cause)
        {
            throw new JsonException(cause.Message, cause);
        }
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}

internal sealed class AgentNameConverter() : IdConverter<AgentName>(AgentName.Parse);

internal sealed class SlotIdConverter() : IdConverter<SlotId>(text =>
    SlotId.TryParse(text, out var slot) ? slot : throw new FormatException($"slot '{text}' is not of the form agent.index."));

internal sealed class SessionIdConverter() : IdConverter<SessionId>(SessionId.Parse);

internal sealed class RunIdConverter() : IdConverter<RunId>(RunId.Parse);
