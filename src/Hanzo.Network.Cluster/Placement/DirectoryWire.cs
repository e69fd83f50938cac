using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Messaging;
using Hanzo.Network.Text;
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
    static DirectoryJson() => Default = new DirectoryJson(PlainJson.Of(Default.GeneratedSerializerOptions!));
}
