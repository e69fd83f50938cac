using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Hanzo.Network.Agents;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Text;

namespace Hanzo.Network.Node.Output;

/// <summary>A run as its events have told of it so far: what a person who watches it sees.</summary>
internal sealed record RunView(ImmutableList<RunStep> Steps)
{
    /// <summary>Characters kept of a reply under way: its end is shown.</summary>
    private const int MaxReply = 2000;

    public static readonly RunView Empty = new([]);

    /// <summary>Of the model's call under way.</summary>
    private string Reply { get; init; } = "";

    public RunView With(RunEventBody e) => e.Type switch
    {
        RunEventTypes.Queued => Say(e, "run", e.RunId),
        RunEventTypes.RouteDecided => Say(e, "route", $"{Text(e, "agent")}: {Text(e, "why")}"),
        RunEventTypes.PlacementDecided => Say(e, "place", $"{Text(e, "node")}: {Text(e, "why")}"),
        RunEventTypes.Started => Say(e, "start", $"on node {Text(e, "node")}"),
        RunEventTypes.ModelCalled => Begin(e, "model", Text(e, "model")) with { Reply = "" },
        RunEventTypes.ModelDelta => Grow(Text(e, "text")),
        RunEventTypes.ModelReplied => End(e, StepMark.Done, _ => ReplyOf(e)) with { Reply = "" },
        RunEventTypes.ModelFailed => End(e, StepMark.Failed, _ => Text(e, "error")) with { Reply = "" },
        RunEventTypes.SummaryAsked => Begin(e, "model", $"summarizes {Text(e, "entries")} entries"),
        RunEventTypes.HistorySummarized => End(e, StepMark.Done, step => $"{step.Detail}: {Text(e, "text")}"),
        RunEventTypes.MemoryAsked => Begin(e, "memory", Text(e, "what")),
        RunEventTypes.MemoryRecalled or RunEventTypes.MemoryKept when Has(e, "error") =>
            End(e, StepMark.Failed, step => $"{step.Detail}: {Text(e, "error")}"),
        RunEventTypes.MemoryRecalled => End(e, StepMark.Done, step => $"{step.Detail}: {Recalled(e)}"),
        RunEventTypes.MemoryKept => End(e, StepMark.Done, step => $"{step.Detail}: {Text(e, "added")} added"),
        RunEventTypes.GuardrailTripped => Say(e, "guard", $"{Text(e, "stage")}: {Text(e, "reason")}"),
        RunEventTypes.HandOff => Begin(e, "agent", $"hands over to {Text(e, "agent")} {Text(e, "arguments")}"),
        RunEventTypes.ToolCalled when Has(e, "agent") => Begin(e, "agent", $"{Text(e, "agent")} {Text(e, "arguments")}"),
        RunEventTypes.ChildStarted => Change(e, step => step with { Progress = $"{Text(e, "child")} on {Text(e, "node")}" }),
        RunEventTypes.ChildStep when Text(e, "type") == RunEventTypes.ApprovalRequested =>
            Change(e, step => step with { Mark = StepMark.Waits, Hint = QuestionHint.Of(e) }),
        RunEventTypes.ChildStep when Text(e, "type") == RunEventTypes.ApprovalAnswered =>
            Change(e, step => step with { Mark = StepMark.UnderWay, Hint = null, Progress = $"{Text(e, "type")} {Text(e, "text")}" }),
        RunEventTypes.ChildStep => Change(e, step => step with { Progress = $"{Text(e, "type")} {Text(e, "text")}" }),
        RunEventTypes.ToolCalled => Begin(e, "tool", $"{Text(e, "tool")} {Text(e, "arguments")}"),
        RunEventTypes.ToolResult when Has(e, "error") => End(e, StepMark.Failed, step => $"{step.Detail}: {Text(e, "error")}"),
        RunEventTypes.ToolResult => End(e, StepMark.Done, step => $"{step.Detail} = {Text(e, "output")}"),
        RunEventTypes.ApprovalRequested => Change(e, step => step with { Mark = StepMark.Waits, Hint = QuestionHint.Of(e) }),
        RunEventTypes.ApprovalAnswered => Change(e, step => step with { Mark = StepMark.UnderWay, Hint = null }),
        RunEventTypes.CancelAsked => Say(e, "cancel", Text(e, "reason")),
        RunEventTypes.Completed => Say(e, "end", "completed"),
        RunEventTypes.Failed or RunEventTypes.Cancelled =>
            Say(e, "end", $"{e.Type[(e.Type.IndexOf('.', StringComparison.Ordinal) + 1)..]}: {Text(e, "error")}", StepMark.Failed),
        // What later versions tell.
        _ => Say(e, e.Type, e.Data.ToJsonString()),
    };

    private RunView Say(RunEventBody e, string title, string detail, StepMark mark = StepMark.Done) =>
        this with { Steps = Steps.Add(new RunStep(null, title, detail, mark, e.At) { Ended = e.At }) };

    private RunView Begin(RunEventBody e, string title, string detail) =>
        this with { Steps = Steps.Add(new RunStep(Number(e), title, detail, StepMark.UnderWay, e.At)) };

    private RunView End(RunEventBody e, StepMark mark, Func<RunStep, string> detail) =>
        Change(e, step => step with { Mark = mark, Detail = detail(step), Ended = e.At, Hint = null, Progress = null });

    private RunView Change(RunEventBody e, Func<RunStep, RunStep> change)
    {
        var index = Number(e) is { } number ? Steps.FindLastIndex(step => step.Number == number) : -1;
        return index < 0 ? this : this with { Steps = Steps.SetItem(index, change(Steps[index])) };
    }

    private RunView Grow(string piece)
    {
        var index = Steps.FindLastIndex(step => step is { Title: "model", Mark: StepMark.UnderWay });
        if (index < 0) return this;
        var reply = Reply + piece;
        if (reply.Length > MaxReply) reply = reply[^MaxReply..];
        return this with { Reply = reply, Steps = Steps.SetItem(index, Steps[index] with { Detail = reply }) };
    }

    private static string ReplyOf(RunEventBody e)
    {
        var calls = e.Data["tool_calls"] is JsonValue value && value.TryGetValue<int>(out var count) ? count : 0;
        return calls > 0 ? $"{Text(e, "model")}: asks for {Counted.Of(calls, "tool call")}" : $"{Text(e, "model")}: {Text(e, "text")}";
    }

    private static string Recalled(RunEventBody e) =>
        e.Data["memories"] is JsonArray { Count: > 0 } memories ? string.Join(" | ", memories.Select(one => one?["text"])) : "nothing";

    private static bool Has(RunEventBody e, string field) => e.Data[field] is not null;

    private static int? Number(RunEventBody e) => e.Data["step"] is JsonValue value && value.TryGetValue<int>(out var step) ? step : null;

    private static string Text(RunEventBody e, string field) => e.Data[field]?.ToString() ?? "";
}
