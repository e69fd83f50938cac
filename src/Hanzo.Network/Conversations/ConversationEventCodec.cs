using Hanzo.Network.State;

namespace Hanzo.Network.Conversations;

/// <summary>
/// The journal format of a session: a manifest with its version, and JSON. Unknown fields are ignored, so that a later
/// version of the same manifest can be read; an unknown manifest is an error.
/// </summary>
public static class ConversationEventCodec
{
    /// <summary>Of <see cref="SessionDeleted"/>, which stands for all before it.</summary>
    public const string Deleted = "session.deleted.1";

    private static readonly EventFormats Formats = new(
        ("session.opened.1", ConversationJson.Default.SessionOpened),
        ("session.branched.1", ConversationJson.Default.SessionBranched),
        ("transcript.inherited.1", ConversationJson.Default.TranscriptInherited),
        ("run.queued.1", ConversationJson.Default.RunQueued),
        ("route.decided.1", ConversationJson.Default.RouteDecided),
        ("placement.decided.1", ConversationJson.Default.PlacementDecided),
        ("run.started.1", ConversationJson.Default.RunStarted),
        ("model.called.1", ConversationJson.Default.ModelCalled),
        ("model.replied.1", ConversationJson.Default.ModelReplied),
        ("model.failed.1", ConversationJson.Default.ModelFailed),
        ("guardrail.tripped.1", ConversationJson.Default.GuardrailTripped),
        ("memory.asked.1", ConversationJson.Default.MemoryAsked),
        ("memory.recalled.1", ConversationJson.Default.MemoryRecalled),
        ("memory.kept.1", ConversationJson.Default.MemoryKept),
        ("summary.asked.1", ConversationJson.Default.SummaryAsked),
        ("history.summarized.1", ConversationJson.Default.HistorySummarized),
        ("tool.called.1", ConversationJson.Default.ToolCalled),
        ("child.started.1", ConversationJson.Default.ChildStarted),
        ("child.stepped.1", ConversationJson.Default.ChildStepped),
        ("approval.asked.1", ConversationJson.Default.ApprovalAsked),
        ("approval.answered.1", ConversationJson.Default.ApprovalAnswered),
        ("tool.returned.1", ConversationJson.Default.ToolReturned),
        ("tool.failed.1", ConversationJson.Default.ToolFailed),
        ("run.completed.1", ConversationJson.Default.RunCompleted),
        ("run.failed.1", ConversationJson.Default.RunFailed),
        ("cancel.asked.1", ConversationJson.Default.CancelAsked),
        ("run.cancelled.1", ConversationJson.Default.RunCancelled),
        (Deleted, ConversationJson.Default.SessionDeleted));

    public static string ManifestOf(ConversationEvent @event) => Formats.ManifestOf(@event);

    public static byte[] Encode(ConversationEvent @event) => Formats.Encode(@event);

    /// <summary>1 for the event that begins a run, -1 for one that ends it, else 0.</summary>
    public static int RunsOpenedBy(string manifest) => manifest switch
    {
        "run.queued.1" => 1,
        "run.completed.1" or "run.failed.1" or "run.cancelled.1" => -1,
        _ => 0,
    };

    /// <exception cref="FormatException">The manifest is unknown, or the bytes are not of its format.</exception>
    public static ConversationEvent Decode(string manifest, ReadOnlySpan<byte> bytes) =>
        (ConversationEvent)Formats.Decode(manifest, bytes);
}
