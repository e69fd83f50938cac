using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;
using Hanzo.Network.Memory;

namespace Hanzo.Network.Tests.Conversations;

/// <summary>Recorded forms of events that came later than those of <see cref="ConversationEventCodecTests"/>, as those are.</summary>
public static class LaterForms
{
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static TheoryData<string, string, ConversationEvent> OfLimits() => new()
    {
        {
            "run.queued.1",
            """{"request_id":"01J","input":"x","why":"","limits":{"iterations":3,"tokens":500,"usd":0.25},"run":2,""",
            new RunQueued(2, "01J", "x", "", At) { Limits = new RunLimits { Iterations = 3, Tokens = 500, Usd = 0.25m } }
        },
        { "model.called.1", """{"max_output":77,"step":1,"run":1,""", new ModelCalled(1, 1, At) { MaxOutput = 77 } },
        {
            "model.replied.1",
            """{"text":"2","model":"qwen","tool_calls":[],"usage":{"input_tokens":12,"output_tokens":3,"is_estimate":true,"usd":0.01},"""
            + "\"step\":1,\"run\":1,",
            new ModelReplied(1, 1, "2", "qwen", At) { Usage = new ModelUsage(12, 3) { IsEstimate = true, Usd = 0.01m } }
        },
        {
            "tool.called.1",
            """{"call":{"call_id":"c1","tool":"calculate","arguments":"{}"},"is_refused":true,"step":2,"run":1,""",
            new ToolCalled(1, 2, new ToolRequest("c1", "calculate", "{}"), At) { IsRefused = true }
        },
        {
            "run.failed.1",
            """{"error":"no","output":"so far","used":{"model_calls":2,"tool_calls":1,"input_tokens":12,"output_tokens":3,"usd":0.01},"""
            + "\"run\":1,",
            new RunFailed(1, "no", At)
            {
                Output = "so far",
                Used = new RunUsage { ModelCalls = 2, ToolCalls = 1, InputTokens = 12, OutputTokens = 3, Usd = 0.01m },
            }
        },
    };

    public static TheoryData<string, string, ConversationEvent> OfHistories() => new()
    {
        { "summary.asked.1", """{"entries":7,"max_output":500,"step":2,"run":1,""", new SummaryAsked(1, 2, 7, At) { MaxOutput = 500 } },
        { "summary.asked.1", """{"entries":7,"is_refused":true,"step":2,"run":1,""", new SummaryAsked(1, 2, 7, At) { IsRefused = true } },
        {
            "history.summarized.1",
            """{"text":"in short","model":"qwen","usage":{"input_tokens":12,"output_tokens":3},"step":2,"run":1,""",
            new HistorySummarized(1, 2, "in short", At) { Model = "qwen", Usage = new ModelUsage(12, 3) }
        },
        {
            "history.summarized.1", """{"text":"(7 left out)","error":"no","step":2,"run":1,""",
            new HistorySummarized(1, 2, "(7 left out)", At) { Error = "no" }
        },
        {
            "guardrail.tripped.1",
            """{"stage":"input","guardrail":"/x/","reason":"it matches.","text":"y","step":2,"run":1,""",
            new GuardrailTripped(1, 2, "input", "/x/", "it matches.", At) { Text = "y" }
        },
        {
            "guardrail.tripped.1", """{"stage":"output","guardrail":"mine","reason":"no","is_blocked":true,"step":2,"run":1,""",
            new GuardrailTripped(1, 2, "output", "mine", "no", At) { IsBlocked = true }
        },
        {
            "model.failed.1", """{"error":"no","usage":{"input_tokens":12,"output_tokens":3},"step":1,"run":1,""",
            new ModelFailed(1, 1, "no", At) { Usage = new ModelUsage(12, 3) }
        },
        {
            "transcript.inherited.1", """{"lines":[{"role":"summary","text":"in short","tool_calls":[]}],""",
            new TranscriptInherited([new TranscriptLine("summary", "in short")], At)
        },
    };

    public static TheoryData<string, string, ConversationEvent> OfMemories() => new()
    {
        {
            "run.queued.1", """{"request_id":"01J","input":"x","why":"","user":"ada","run":2,""",
            new RunQueued(2, "01J", "x", "", At) { User = "ada" }
        },
        { "memory.asked.1", """{"what":"Recall","step":2,"run":1,""", new MemoryAsked(1, 2, MemoryStep.Recall, At) },
        { "memory.asked.1", """{"what":"KeepAndReflect","step":2,"run":1,""", new MemoryAsked(1, 2, MemoryStep.KeepAndReflect, At) },
        {
            "memory.recalled.1",
            """{"memories":[{"id":"math.3.01J.1.user","text":"I like tea.","by":"the user","at":"2026-01-02T03:04:05+00:00","""
            + "\"score\":0.25}],\"step\":2,\"run\":1,",
            new MemoryRecalled(1, 2, [new RecalledMemory("math.3.01J.1.user", "I like tea.", "the user", At, 0.25)], At)
        },
        { "memory.recalled.1", """{"memories":[],"error":"no","step":2,"run":1,""", new MemoryRecalled(1, 2, [], At) { Error = "no" } },
        { "memory.kept.1", """{"added":2,"forgotten":1,"step":2,"run":1,""", new MemoryKept(1, 2, 2, 1, At) },
        {
            "memory.kept.1",
            """{"added":2,"forgotten":0,"reflected":10,"usage":{"input_tokens":12,"output_tokens":3},"asked_model":true,"""
            + "\"step\":2,\"run\":1,",
            new MemoryKept(1, 2, 2, 0, At) { Reflected = 10, AskedModel = true, Usage = new ModelUsage(12, 3) }
        },
    };

    public static TheoryData<string, string, ConversationEvent> OfChildren() => new()
    {
        {
            "run.queued.1", """{"request_id":"01J","input":"x","why":"","parent":"math.3.01J.1.2","depth":1,"run":2,""",
            new RunQueued(2, "01J", "x", "", At) { Parent = "math.3.01J.1.2", Depth = 1 }
        },
        {
            "tool.called.1",
            """{"call":{"call_id":"c1","tool":"hand_off_to_text","arguments":"{}"},"agent":"text","hands_off":true,"""
            + "\"limits\":{\"tokens\":50},\"step\":2,\"run\":1,",
            new ToolCalled(1, 2, new ToolRequest("c1", "hand_off_to_text", "{}"), At)
            {
                Agent = "text", HandsOff = true, Limits = new RunLimits { Tokens = 50 },
            }
        },
        {
            "child.started.1", """{"child":"text.0.01J.1","node":"n2","step":2,"run":1,""",
            new ChildStarted(1, 2, "text.0.01J.1", "n2", At)
        },
        {
            "child.stepped.1", """{"sequence":7,"type":"tool.called","text":"find {}","step":2,"run":1,""",
            new ChildStepped(1, 2, 7, "tool.called", "find {}", At)
        },
        {
            "tool.returned.1",
            """{"output":"2","used":{"model_calls":1,"tool_calls":0,"input_tokens":9,"output_tokens":1,"usd":0},"step":2,"run":1,""",
            new ToolReturned(1, 2, "2", At) { Used = new RunUsage { ModelCalls = 1, InputTokens = 9, OutputTokens = 1 } }
        },
        {
            "tool.failed.1",
            """{"error":"no","used":{"model_calls":1,"tool_calls":0,"input_tokens":9,"output_tokens":1,"usd":0},"step":2,"run":1,""",
            new ToolFailed(1, 2, "no", At) { Used = new RunUsage { ModelCalls = 1, InputTokens = 9, OutputTokens = 1 } }
        },
    };
}
