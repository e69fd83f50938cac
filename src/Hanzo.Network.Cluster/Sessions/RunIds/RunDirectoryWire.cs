using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Hanzo.Network.Cluster.Messaging;
using Hanzo.Network.Text;
using static Hanzo.Network.Cluster.Sessions.RunIds.RunDirectoryProtocol;

namespace Hanzo.Network.Cluster.Sessions.RunIds;

internal static class RunDirectoryWire
{
    public static readonly ImmutableArray<WireFormat> Formats =
    [
        WireFormat.Json("run.bind.1", RunDirectoryJson.Default.RunBind),
        WireFormat.Json("run.bound.1", RunDirectoryJson.Default.RunBound),
        WireFormat.Json("run.taken.1", RunDirectoryJson.Default.RunTaken),
        WireFormat.Json("run.lookup.1", RunDirectoryJson.Default.RunLookup),
        WireFormat.Json("run.free.1", RunDirectoryJson.Default.RunFree),
        WireFormat.Json("run.held.1", RunDirectoryJson.Default.RunHeld),
        WireFormat.Json("run.recall.1", RunDirectoryJson.Default.RunRecall),
        WireFormat.Json("run.recalled.1", RunDirectoryJson.Default.RunRecalled),
    ];
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(SessionIdConverter)])]
[JsonSerializable(typeof(RunBind))]
[JsonSerializable(typeof(RunBound))]
[JsonSerializable(typeof(RunTaken))]
[JsonSerializable(typeof(RunLookup))]
[JsonSerializable(typeof(RunFree))]
[JsonSerializable(typeof(RunHeld))]
[JsonSerializable(typeof(RunRecall))]
[JsonSerializable(typeof(RunRecalled))]
[JsonSerializable(typeof(RunBinding))]
internal sealed partial class RunDirectoryJson : JsonSerializerContext
{
    static RunDirectoryJson() => Default = new RunDirectoryJson(PlainJson.Of(Default.GeneratedSerializerOptions!));
}
