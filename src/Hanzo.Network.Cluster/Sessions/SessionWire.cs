using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Hanzo.Network.Cluster.Messaging;
using Hanzo.Network.Text;
using static Hanzo.Network.Cluster.Sessions.SessionProtocol;

namespace Hanzo.Network.Cluster.Sessions;

internal static class SessionWire
{
    public static readonly ImmutableArray<WireFormat> Formats =
    [
        WireFormat.Json("run.start.1", SessionJson.Default.RunStart),
        WireFormat.Json("run.accepted.1", SessionJson.Default.RunAccepted),
        WireFormat.Json("run.refused.1", SessionJson.Default.RunRefused),
        WireFormat.Json("run.unbound.1", SessionJson.Default.RunUnbound),
        WireFormat.Json("run.watch.1", SessionJson.Default.RunWatch),
        WireFormat.Json("run.credit.1", SessionJson.Default.RunCredit),
        WireFormat.Json("run.answer.1", SessionJson.Default.RunAnswer),
        WireFormat.Json("run.cancel.1", SessionJson.Default.RunCancel),
        WireFormat.Json("run.answered.1", SessionJson.Default.RunAnswered),
        WireFormat.Json("run.declined.1", SessionJson.Default.RunDeclined),
        WireFormat.Json("session.wake.1", SessionJson.Default.SessionWake),
        WireFormat.Json("session.retire.1", SessionJson.Default.SessionRetire),
        WireFormat.Json("session.retired.1", SessionJson.Default.SessionRetired),
        WireFormat.Json("run.unwatch.1", SessionJson.Default.RunUnwatch),
        WireFormat.Json("run.observed.1", SessionJson.Default.RunObserved),
        WireFormat.Json("run.unknown.1", SessionJson.Default.RunUnknown),
        WireFormat.Json("run.get.1", SessionJson.Default.RunGet),
        WireFormat.Json("run.find.1", SessionJson.Default.RunFind),
        WireFormat.Json("run.found.1", SessionJson.Default.RunFound),
        WireFormat.Json("slot.get.1", SessionJson.Default.SlotGet),
        WireFormat.Json("slot.found.1", SessionJson.Default.SlotFound),
    ];
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    IgnoreReadOnlyProperties = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(SessionIdConverter), typeof(RunIdConverter)])]
[JsonSerializable(typeof(RunStart))]
[JsonSerializable(typeof(RunAccepted))]
[JsonSerializable(typeof(RunRefused))]
[JsonSerializable(typeof(RunUnbound))]
[JsonSerializable(typeof(RunWatch))]
[JsonSerializable(typeof(RunCredit))]
[JsonSerializable(typeof(RunAnswer))]
[JsonSerializable(typeof(RunCancel))]
[JsonSerializable(typeof(RunAnswered))]
[JsonSerializable(typeof(RunDeclined))]
[JsonSerializable(typeof(SessionWake))]
[JsonSerializable(typeof(SessionRetire))]
[JsonSerializable(typeof(SessionRetired))]
[JsonSerializable(typeof(RunUnwatch))]
[JsonSerializable(typeof(RunObserved))]
[JsonSerializable(typeof(RunUnknown))]
[JsonSerializable(typeof(RunGet))]
[JsonSerializable(typeof(RunFind))]
[JsonSerializable(typeof(RunFound))]
[JsonSerializable(typeof(SlotGet))]
[JsonSerializable(typeof(SlotFound))]
internal sealed partial class SessionJson : JsonSerializerContext
{
    static SessionJson() => Default = new SessionJson(PlainJson.Of(Default.GeneratedSerializerOptions!));
}
