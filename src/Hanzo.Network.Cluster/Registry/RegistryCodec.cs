using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Messaging;
using Hanzo.Network.Cluster.Placement;
using Hanzo.Network.Text;

namespace Hanzo.Network.Cluster.Registry;

/// <summary>
/// The texts under the registry's keys: JSON by generated code; unknown fields are ignored on reading. Generated code sets what
/// is not in a text to null, whatever its initializer says: so properties of records that are read here make their default of it.
/// </summary>
internal static class RegistryCodec
{
    public static string Write(NodeDescription description) => JsonSerializer.Serialize(description, RegistryJson.Default.NodeDescription);

    public static string Write(LoadReport report) => JsonSerializer.Serialize(report, RegistryJson.Default.LoadReport);

    public static string Write(DeployedAgent agent) => JsonSerializer.Serialize(agent, RegistryJson.Default.DeployedAgent);

    /// <exception cref="FormatException">The text is no description.</exception>
    public static NodeDescription ReadDescription(string text) => Read(text, RegistryJson.Default.NodeDescription);

    /// <exception cref="FormatException">The text is no report.</exception>
    public static LoadReport ReadLoad(string text)
    {
        var report = Read(text, RegistryJson.Default.LoadReport);
        return report.Load is null ? throw new FormatException("it holds no load.") : report;
    }

    /// <exception cref="FormatException">The text is no deployed agent.</exception>
    public static DeployedAgent ReadAgent(string text) => Read(text, RegistryJson.Default.DeployedAgent);

    /// <summary>Bytes that definitions have among what nodes tell each other.</summary>
    public static int BytesOf(List<Agent> agents) =>
        JsonSerializer.SerializeToUtf8Bytes(agents, RegistryJson.Default.ListAgent).Length;

    /// <summary>Bytes of a value's text.</summary>
    public static int BytesOf(string text) => Encoding.UTF8.GetByteCount(text);

    private static T Read<T>(string text, JsonTypeInfo<T> contract)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(text, contract) ?? throw new FormatException("it is null.");
        }
        catch (JsonException cause)
        {
            throw new FormatException(cause.Message, cause);
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    IgnoreReadOnlyProperties = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(AgentNameConverter), typeof(SlotSetConverter)])]
[JsonSerializable(typeof(NodeDescription))]
[JsonSerializable(typeof(LoadReport))]
[JsonSerializable(typeof(DeployedAgent))]
[JsonSerializable(typeof(List<Agent>))]
[JsonSerializable(typeof(RegistryProtocol.PutAgent))]
[JsonSerializable(typeof(RegistryProtocol.RemoveAgent))]
[JsonSerializable(typeof(RegistryProtocol.Done))]
[JsonSerializable(typeof(RegistryProtocol.Refused))]
internal sealed partial class RegistryJson : JsonSerializerContext
{
    static RegistryJson() => Default = new RegistryJson(PlainJson.Of(Default.GeneratedSerializerOptions!));
}
