using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Hanzo.Network.Cluster.Messaging;
using Hanzo.Network.Text;
using static Hanzo.Network.Cluster.Security.RevocationProtocol;

namespace Hanzo.Network.Cluster.Security;

internal static class RevocationWire
{
    public static readonly ImmutableArray<WireFormat> Formats =
    [
        WireFormat.Json("revocations.told.1", RevocationWireJson.Default.RevocationsTold),
        WireFormat.Json("revocations.known.1", RevocationWireJson.Default.RevocationsKnown),
    ];
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(RevocationsTold))]
[JsonSerializable(typeof(RevocationsKnown))]
internal sealed partial class RevocationWireJson : JsonSerializerContext
{
    static RevocationWireJson() => Default = new RevocationWireJson(PlainJson.Of(Default.GeneratedSerializerOptions!));
}
