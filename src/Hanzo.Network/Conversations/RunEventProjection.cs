using System.Text.Json.Nodes;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Conversations;

/// <summary>Journaled events as a watcher of one run sees them.</summary>
public static class RunEventProjection
{
    /// <summary>Null for an event that belongs to no run.</summary>
    public static RunEvent? Project(SessionId session, long sequence, ConversationEvent @event) => @event is RunChange change
        ? new RunEvent(sequence, TypeOf(change), new RunId(session, change.Run), change.At, DataOf(change))
        : null;

    /// <summary>A piece of a reply under way; not journaled.</summary>
    public static RunEvent Delta(RunId run, DateTimeOffset at, string text) =>
        new(null, RunEventTypes.ModelDelta, run, at, new JsonObject { ["text"] = text });

    private static string TypeOf(RunChange change) => change switch
    {
        RunQueued => RunEventTypes.Queued,
        RouteDecided => RunEventTypes.RouteDecided,
        PlacementDecided => RunEventTypes.PlacementDecided,
        RunStarted => RunEventTypes.Started,
        ModelCalled => RunEventTypes.ModelCalled,
        ModelReplied => RunEventTypes.ModelReplied,
        ModelFailed => RunEventTypes.ModelFailed,
        GuardrailTripped => RunEventTypes.GuardrailTripped,
        MemoryAsked => RunEventTypes.MemoryAsked,
        MemoryRecalled => RunEventTypes.MemoryRecalled,
        MemoryKept => RunEventTypes.MemoryKept,
        SummaryAsked => RunEventTypes.SummaryAsked,
        HistorySummarized => RunEventTypes.HistorySummarized,
        ToolCalled { HandsOff: true } => RunEventTypes.HandOff,
        ToolCalled => RunEventTypes.ToolCalled,
        ChildStarted => RunEventTypes.ChildStarted,
        ChildStepped => RunEventTypes.ChildStep,
        ApprovalAsked => RunEventTypes.ApprovalRequested,
        ApprovalAnswered => RunEventTypes.ApprovalAnswered,
        ToolReturned or ToolFailed => RunEventTypes.ToolResult,
        RunCompleted => RunEventTypes.Completed,
        RunFailed => RunEventTypes.Failed,
        CancelAsked => RunEventTypes.CancelAsked,
        RunCancelled => RunEventTypes.Cancelled,
        _ => throw new ArgumentException($"'{change.GetType().Name}' has no run event.", nameof(change)),
    };

    private static JsonObject DataOf(RunChange change) => change switch
    {
        RunQueued e => Queued(e),
        RouteDecided e => Routed(e.Route),
        PlacementDecided e => new()
        {
            ["node"] = e.Placement.Node, ["slot"] = e.Placement.Slot, ["strategy"] = e.Placement.Strategy, ["why"] = e.Placement.Why,
        },
        RunStarted e => Started(e),
        ModelCalled e => new() { ["step"] = e.Step, ["model"] = e.Model },
        ModelReplied e => Reply(e),
        ModelFailed e => AddUsage(new() { ["step"] = e.Step, ["error"] = e.Error }, e.Usage),
        GuardrailTripped e => new()
        {
            ["step"] = e.Step, ["stage"] = e.Stage, ["guardrail"] = e.Guardrail, ["reason"] = e.Reason, ["blocked"] = e.IsBlocked,
        },
        MemoryAsked e => new() { ["step"] = e.Step, ["what"] = e.What == MemoryStep.Recall ? "recall" : "keep" },
        MemoryRecalled e => Recalled(e),
        MemoryKept e => Kept(e),
        SummaryAsked e => new() { ["step"] = e.Step, ["entries"] = e.Entries },
        HistorySummarized e => Summary(e),
        ToolCalled e => Call(e),
        ChildStarted e => new() { ["step"] = e.Step, ["child"] = e.Child, ["node"] = e.Node },
        ChildStepped e => new() { ["step"] = e.Step, ["sequence"] = e.Sequence, ["type"] = e.Type, ["text"] = e.Text },
        ApprovalAsked e => Asked(e),
        ApprovalAnswered e => Answered(e),
        ToolReturned e => new() { ["step"] = e.Step, ["output"] = e.Output },
        ToolFailed e => Failure(e),
        RunCompleted e => End(e, new() { ["output"] = e.Output }),
        RunFailed e => End(e, new() { ["error"] = e.Error }, e.Output),
        CancelAsked e => new() { ["reason"] = e.Reason },
        RunCancelled e => End(e, new() { ["error"] = e.ToText() }),
        _ => [],
    };

    private static JsonObject Recalled(MemoryRecalled e)
    {
        var data = new JsonObject
        {
            ["step"] = e.Step,
            ["memories"] = new JsonArray([.. e.Memories.Select(JsonNode (memory) => new JsonObject
            {
                ["id"] = memory.Id, ["text"] = memory.Text, ["by"] = memory.By, ["at"] = memory.At, ["score"] = memory.Score,
            })]),
        };
        if (e.Error is not null) data["error"] = e.Error;
        return data;
    }

    private static JsonObject Kept(MemoryKept e)
    {
        var data = new JsonObject { ["step"] = e.Step, ["added"] = e.Added, ["forgotten"] = e.Forgotten };
        if (e.Reflected > 0) data["reflected"] = e.Reflected;
        if (e.Error is not null) data["error"] = e.Error;
        return data;
    }

    private static JsonObject Summary(HistorySummarized e)
    {
        var data = new JsonObject { ["step"] = e.Step, ["text"] = e.Text };
        if (e.Error is not null) data["error"] = e.Error;
        return data;
    }

    private static JsonObject End(RunEnd e, JsonObject data, string? work = null)
    {
        if (work is not null) data["output"] = work;
        if (e.Used is { } used) data["usage"] = used.ToJson();
        return data;
    }

    private static string IdOf(int step, int number) => new ApprovalId(step, number).ToString();

    private static JsonObject Queued(RunQueued e)
    {
        var data = new JsonObject { ["input"] = e.Input, ["why"] = e.Why };
        if (e.Parent is not null) data["parent"] = e.Parent;
        return data;
    }

    private static JsonObject Call(ToolCalled e)
    {
        var data = new JsonObject { ["step"] = e.Step, ["tool"] = e.Call.Tool, ["arguments"] = e.Call.Arguments };
        if (e.Agent is not null) data["agent"] = e.Agent;
        return data;
    }

    private static JsonObject Routed(RouteNote route) => new()
    {
        ["agent"] = route.Agent,
        ["why"] = route.Why,
        ["considered"] = new JsonArray([.. route.Considered.Select(JsonNode (candidate) => new JsonObject
        {
            ["agent"] = candidate.Agent, ["score"] = candidate.Score, ["reason"] = candidate.Reason,
        })]),
    };

    private static JsonObject Asked(ApprovalAsked e)
    {
        var data = new JsonObject
        {
            ["approval"] = IdOf(e.Step, e.Number), ["step"] = e.Step, ["question"] = e.Question,
            ["wants"] = e.WantsWords ? "words" : "yes_or_no",
        };
        if (e.Deadline is not { } deadline) return data;
        data["deadline"] = deadline.At;
        data["otherwise"] = new JsonObject { ["approved"] = deadline.Approved, ["answer"] = deadline.Words };
        return data;
    }

    private static JsonObject Answered(ApprovalAnswered e)
    {
        var data = new JsonObject
        {
            ["approval"] = IdOf(e.Step, e.Number), ["step"] = e.Step, ["approved"] = e.Approved, ["reason"] = e.Reason,
        };
        if (e.Words is not null) data["answer"] = e.Words;
        if (e.IsDefault) data["by_default"] = true;
        return data;
    }

    private static JsonObject Started(RunStarted e)
    {
        var data = new JsonObject { ["node"] = e.Node };
        if (e.AgentVersion is { } version) data["agent_version"] = version;
        return data;
    }

    private static JsonObject Failure(ToolFailed e)
    {
        var data = new JsonObject { ["step"] = e.Step, ["error"] = e.Error };
        if (e.IsDoubtful) data["may_have_taken_effect"] = true;
        return data;
    }

    private static JsonObject Reply(ModelReplied e)
    {
        var data = new JsonObject { ["step"] = e.Step, ["text"] = e.Text, ["model"] = e.Model, ["tool_calls"] = e.ToolCalls.Length };
        AddUsage(data, e.Usage);
        if (e.ModelNode is not null) data["model_node"] = e.ModelNode;
        if (e.ModelWhy is not null) data["model_why"] = e.ModelWhy;
        return data;
    }

    private static JsonObject AddUsage(JsonObject data, ModelUsage? usage)
    {
        if (usage is not null)
            data["usage"] = new JsonObject { ["input_tokens"] = usage.InputTokens, ["output_tokens"] = usage.OutputTokens };
        return data;
    }
}
