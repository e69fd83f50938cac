using System.Text.Json.Serialization;
using Hanzo.Network.Text;

namespace Hanzo.Network.Conversations;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(SessionOpened))]
[JsonSerializable(typeof(SessionBranched))]
[JsonSerializable(typeof(SessionDeleted))]
[JsonSerializable(typeof(TranscriptInherited))]
[JsonSerializable(typeof(RunQueued))]
[JsonSerializable(typeof(RouteDecided))]
[JsonSerializable(typeof(PlacementDecided))]
[JsonSerializable(typeof(RunStarted))]
[JsonSerializable(typeof(ModelCalled))]
[JsonSerializable(typeof(ModelReplied))]
[JsonSerializable(typeof(ModelFailed))]
[JsonSerializable(typeof(GuardrailTripped))]
[JsonSerializable(typeof(SummaryAsked))]
[JsonSerializable(typeof(HistorySummarized))]
[JsonSerializable(typeof(MemoryAsked))]
[JsonSerializable(typeof(MemoryRecalled))]
[JsonSerializable(typeof(MemoryKept))]
[JsonSerializable(typeof(ToolCalled))]
[JsonSerializable(typeof(ChildStarted))]
[JsonSerializable(typeof(ChildStepped))]
[JsonSerializable(typeof(ApprovalAsked))]
[JsonSerializable(typeof(ApprovalAnswered))]
[JsonSerializable(typeof(ToolReturned))]
[JsonSerializable(typeof(ToolFailed))]
[JsonSerializable(typeof(RunCompleted))]
[JsonSerializable(typeof(RunFailed))]
[JsonSerializable(typeof(CancelAsked))]
[JsonSerializable(typeof(RunCancelled))]
internal sealed partial class ConversationJson : JsonSerializerContext
{
    static ConversationJson() => Default = new ConversationJson(PlainJson.Of(Default.GeneratedSerializerOptions!));
}
