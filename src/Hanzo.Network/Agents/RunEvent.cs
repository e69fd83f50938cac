using System.Text.Json.Nodes;

namespace Hanzo.Network.Agents;

/// <summary>One step of a run as a watcher sees it.</summary>
/// <param name="Sequence">The session journal's sequence number; null for a transient event such as <c>model.delta</c>.</param>
/// <param name="Type">One of <see cref="RunEventTypes"/>.</param>
public sealed record RunEvent(long? Sequence, string Type, RunId Run, DateTimeOffset At, JsonObject Data)
{
    public bool IsTerminal => RunEventTypes.IsTerminal(Type);
}

public static class RunEventTypes
{
    public const string Queued = "run.queued";
    public const string RouteDecided = "route.decided";
    public const string PlacementDecided = "placement.decided";
    public const string Started = "run.started";
    public const string ModelCalled = "model.called";
    public const string ModelDelta = "model.delta";
    public const string ModelReplied = "model.replied";
    public const string ModelFailed = "model.failed";
    public const string HandOff = "handoff";
    public const string ChildStarted = "child.started";
    public const string ChildStep = "child.step";
    public const string GuardrailTripped = "guardrail.tripped";
    public const string MemoryAsked = "memory.asked";
    public const string MemoryRecalled = "memory.recalled";
    public const string MemoryKept = "memory.kept";
    public const string SummaryAsked = "summary.asked";
    public const string HistorySummarized = "history.summarized";
    public const string ToolCalled = "tool.called";
    public const string ApprovalRequested = "approval.requested";
    public const string ApprovalAnswered = "approval.answered";
    public const string ToolResult = "tool.result";
    public const string Completed = "run.completed";
    public const string Failed = "run.failed";
    public const string CancelAsked = "cancel.asked";
    public const string Cancelled = "run.cancelled";

    /// <summary>No event of the run comes after one of this type.</summary>
    public static bool IsTerminal(string type) => type is Completed or Failed or Cancelled;
}
