using System.Collections.Immutable;
using Hanzo.Network.Cluster.Messaging;

namespace Hanzo.Network.Cluster.Registry;

internal static class RegistryWire
{
    public static readonly ImmutableArray<WireFormat> Formats =
    [
        WireFormat.Json("agent.put.1", RegistryJson.Default.PutAgent),
        WireFormat.Json("agent.remove.1", RegistryJson.Default.RemoveAgent),
        WireFormat.Json("registry.done.1", RegistryJson.Default.Done),
        WireFormat.Json("registry.refused.1", RegistryJson.Default.Refused),
    ];
}
