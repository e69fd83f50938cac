using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Messaging;
using static Hanzo.Network.Cluster.Placement.DirectoryProtocol;

namespace Hanzo.Network.Cluster.Placement;

internal static class DirectoryWire
{
    public static readonly ImmutableArray<WireFormat> Formats =
    [
        WireFormat.Json("node.ping.1", DirectoryJson.Default.NodePing),
        WireFormat.Json("node.pong.1", DirectoryJson.Default.NodePong),
        WireFormat.Json("run.noted.1", DirectoryJson.Default.RunsNoted),
    ];
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    IgnoreReadOnlyProperties = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(AgentNameConverter), typeof(RunIdConverter)])]
[JsonSerializable(typeof(NodePing))]
[JsonSerializable(typeof(NodePong))]
[JsonSerializable(typeof(RunsNoted))]
internal sealed partial class DirectoryJson : JsonSerializerContext
{
    // Text of people is not escaped to six bytes a character, so that AgentsFile.MaxDefinitionBytes means what people write.
    static DirectoryJson() =>
        Default = new DirectoryJson(new JsonSerializerOptions(Default.GeneratedSerializerOptions!)
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        });
}
