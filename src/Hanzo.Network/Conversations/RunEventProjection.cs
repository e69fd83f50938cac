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
        RunStarted => RunEventTypes.Started,
        ModelCalled => RunEventTypes.ModelCalled,
        ModelReplied => RunEventTypes.ModelReplied,
        ModelFailed => RunEventTypes.ModelFailed,
        ToolCalled => RunEventTypes.ToolCalled,
        ApprovalAsked => RunEventTypes.ApprovalAsked,
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
        RunQueued e => new() { ["input"] = e.Input, ["why"] = e.Why },
        RunStarted e => Started(e),
        ModelCalled e => new() { ["step"] = e.Step, ["model"] = e.Model },
        ModelReplied e => Reply(e),
        ModelFailed e => new() { ["step"] = e.Step, ["error"] = e.Error },
        ToolCalled e => new() { ["step"] = e.Step, ["tool"] = e.Call.Tool, ["arguments"] = e.Call.Arguments },
        ApprovalAsked e => new() { ["approval"] = IdOf(e.Step, e.Number), ["step"] = e.Step, ["question"] = e.Question },
        ApprovalAnswered e => new()
        {
            ["approval"] = IdOf(e.Step, e.Number), ["step"] = e.Step, ["approved"] = e.Approved, ["reason"] = e.Reason,
        },
        ToolReturned e => new() { ["step"] = e.Step, ["output"] = e.Output },
        ToolFailed e => Failure(e),
        RunCompleted e => new() { ["output"] = e.Output },
        RunFailed e => new() { ["error"] = e.Error },
        CancelAsked e => new() { ["reason"] = e.Reason },
        RunCancelled e => new() { ["error"] = e.ToText() },
        _ => [],
    };

    private static string IdOf(int step, int number) => new ApprovalId(step, number).ToString();

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
        if (e.Usage is { } usage)
            data["usage"] = new JsonObject { ["input_tokens"] = usage.InputTokens, ["output_tokens"] = usage.OutputTokens };
        return data;
    }
}
