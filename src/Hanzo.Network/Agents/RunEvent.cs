using System.Text.Json.Nodes;

namespace Hanzo.Network.Agents;

/// <summary>One step of a run as a watcher sees it.</summary>
/// <param name="Sequence">The session journal's sequence number; null for a transient event such as <c>model.delta</c>.</param>
/// <param name="Type">One of <see cref="RunEventTypes"/>.</param>
public sealed record RunEvent(long? Sequence, string Type, RunId Run, DateTimeOffset At, JsonObject Data)
{
    public bool IsTerminal => Type is RunEventTypes.Completed or RunEventTypes.Failed or RunEventTypes.Cancelled;
}

public static class RunEventTypes
{
    public const string Queued = "run.queued";
    public const string Started = "run.started";
    public const string ModelCalled = "model.called";
    public const string ModelDelta = "model.delta";
    public const string ModelReplied = "model.replied";
    public const string ModelFailed = "model.failed";
    public const string ToolCalled = "tool.called";
    public const string ApprovalAsked = "approval.asked";
    public const string ApprovalAnswered = "approval.answered";
    public const string ToolResult = "tool.result";
    public const string Completed = "run.completed";
    public const string Failed = "run.failed";
    public const string CancelAsked = "cancel.asked";
    public const string Cancelled = "run.cancelled";
}
