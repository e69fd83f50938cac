using System.Text.Json.Nodes;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Conversations;

/// <summary>What is told of an agent's run in the journal of the run that asks for it.</summary>
internal static class ChildSteps
{
    /// <summary>Characters; the whole is in the journal of that run.</summary>
    public const int MaxText = 300;

    /// <returns>In short, for people; null: such events are not told.</returns>
    public static string? TextOf(RunEvent step) => step.Type switch
    {
        RunEventTypes.ToolCalled or RunEventTypes.HandOff => $"{Text(step, "tool")} {Text(step, "arguments")}",
        RunEventTypes.ToolResult => step.Data["error"] is null ? Text(step, "output") : $"error: {Text(step, "error")}",
        RunEventTypes.ApprovalRequested => $"{Text(step, "approval")}: {Text(step, "question")}",
        RunEventTypes.ApprovalAnswered => $"{Text(step, "approval")}: {(step.Data["approved"]?.GetValue<bool>() == true ? "yes" : "no")}",
        RunEventTypes.ChildStarted => $"{Text(step, "child")} on node {Text(step, "node")}",
        RunEventTypes.ChildStep => $"{Text(step, "type")} {Text(step, "text")}",
        RunEventTypes.GuardrailTripped => Text(step, "guardrail"),
        RunEventTypes.CancelAsked => Text(step, "reason"),
        _ => null,
    } is { } text ? TextLimit.Cut(text, MaxText) : null;

    private static string Text(RunEvent step, string field) => step.Data[field] is JsonValue value ? value.ToString() : "";
}
