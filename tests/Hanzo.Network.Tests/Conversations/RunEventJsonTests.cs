using System.Reflection;
using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;
using Hanzo.Network.Memory;

namespace Hanzo.Network.Tests.Conversations;

/// <summary>Events as watchers get them. These texts are a promise: fields may be added, none changed.</summary>
public sealed class RunEventJsonTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    /// <summary>Type, data, journaled event.</summary>
    public static TheoryData<string, string, RunChange> Golden() => new()
    {
        { "run.queued", """{"input":"6 * 7","why":"asked for"}""", new RunQueued(1, "r", "6 * 7", "asked for", At) },
        {
            "route.decided",
            """{"agent":"math","why":"math of 2","considered":[{"agent":"math","score":3,"reason":"arithmetic"},"""
            + """{"agent":"echo","score":0,"reason":"nothing"}]}""",
            new RouteDecided(1, new RouteNote("math", "math of 2")
            {
                Considered = [new RouteNoteCandidate("math", 3, "arithmetic"), new RouteNoteCandidate("echo", 0, "nothing")],
            }, At)
        },
        {
            "placement.decided", """{"node":"n1","slot":"math.3","strategy":"least_loaded","why":"the idlest"}""",
            new PlacementDecided(1, new PlacementNote("n1", "math.3", "least_loaded", "the idlest"), At)
        },
        { "run.started", """{"node":"n1"}""", new RunStarted(1, "n1", At) },
        { "run.started", """{"node":"n1","agent_version":2}""", new RunStarted(1, "n1", At) { AgentVersion = 2 } },
        { "model.called", """{"step":1,"model":"qwen"}""", new ModelCalled(1, 1, At) { Model = "qwen" } },
        {
            "model.replied", """{"step":1,"text":"2","model":"qwen","tool_calls":0,"usage":{"input_tokens":12,"output_tokens":3}}""",
            new ModelReplied(1, 1, "2", "qwen", At) { Usage = new ModelUsage(12, 3) }
        },
        { "model.failed", """{"step":1,"error":"no"}""", new ModelFailed(1, 1, "no", At) },
        {
            "model.failed", """{"step":1,"error":"no","usage":{"input_tokens":12,"output_tokens":3}}""",
            new ModelFailed(1, 1, "no", At) { Usage = new ModelUsage(12, 3) }
        },
        { "memory.asked", """{"step":1,"what":"recall"}""", new MemoryAsked(1, 1, MemoryStep.Recall, At) },
        {
            "memory.recalled",
            """{"step":1,"memories":[{"id":"m","text":"I like tea.","by":"the user","at":"2026-01-02T03:04:05+00:00","score":0.25}]}""",
            new MemoryRecalled(1, 1, [new RecalledMemory("m", "I like tea.", "the user", At, 0.25)], At)
        },
        { "memory.kept", """{"step":3,"added":2,"forgotten":0,"error":"no"}""", new MemoryKept(1, 3, 2, 0, At) { Error = "no" } },
        {
            "tool.called", """{"step":2,"tool":"pay","arguments":"{}"}""",
            new ToolCalled(1, 2, new ToolRequest("c1", "pay", "{}"), At)
        },
        {
            "guardrail.tripped", """{"step":1,"stage":"input","guardrail":"no-names","reason":"a name","blocked":false}""",
            new GuardrailTripped(1, 1, GuardrailTripped.Input, "no-names", "a name", At)
        },
        { "summary.asked", """{"step":1,"entries":7}""", new SummaryAsked(1, 1, 7, At) },
        { "history.summarized", """{"step":1,"text":"in short"}""", new HistorySummarized(1, 1, "in short", At) },
        {
            "tool.called", """{"step":2,"tool":"ask_math","arguments":"{}","agent":"math"}""",
            new ToolCalled(1, 2, new ToolRequest("c1", "ask_math", "{}"), At) { Agent = "math" }
        },
        {
            "handoff", """{"step":2,"tool":"to_math","arguments":"{}","agent":"math"}""",
            new ToolCalled(1, 2, new ToolRequest("c1", "to_math", "{}"), At) { Agent = "math", HandsOff = true }
        },
        { "child.started", """{"step":2,"child":"math.7.Y.1","node":"gpu"}""", new ChildStarted(1, 2, "math.7.Y.1", "gpu", At) },
        {
            "child.step", """{"step":2,"sequence":9,"type":"tool.called","text":"calculate"}""",
            new ChildStepped(1, 2, 9, "tool.called", "calculate", At)
        },
    };

    /// <inheritdoc cref="Golden"/>
    public static TheoryData<string, string, RunChange> GoldenAnswersAndEnds() => new()
    {
        { "tool.result", """{"step":2,"output":"2"}""", new ToolReturned(1, 2, "2", At) },
        { "tool.result", """{"step":2,"error":"no"}""", new ToolFailed(1, 2, "no", At) },
        {
            "tool.result", """{"step":2,"error":"cut","may_have_taken_effect":true}""",
            new ToolFailed(1, 2, "cut", At) { IsDoubtful = true }
        },
        {
            "approval.requested", """{"approval":"2","step":2,"question":"pay?","wants":"yes_or_no"}""",
            new ApprovalAsked(1, 2, "pay?", At)
        },
        {
            "approval.requested",
            """{"approval":"2.2","step":2,"question":"which?","wants":"words","deadline":"2026-01-02T03:05:05+00:00","""
            + "\"otherwise\":{\"approved\":true,\"answer\":\"any\"}}",
            new ApprovalAsked(1, 2, "which?", At)
            {
                Number = 2, WantsWords = true, Deadline = new AnswerDeadline(At.AddMinutes(1), true, "any"),
            }
        },
        {
            "approval.answered", """{"approval":"2","step":2,"approved":false,"reason":"too dear"}""",
            new ApprovalAnswered(1, 2, false, At) { Reason = "too dear" }
        },
        {
            "approval.answered", """{"approval":"2","step":2,"approved":true,"reason":null,"answer":"any","by_default":true}""",
            new ApprovalAnswered(1, 2, true, At) { Words = "any", IsDefault = true }
        },
        { "run.completed", """{"output":"2"}""", new RunCompleted(1, "2", At) },
        { "run.failed", """{"error":"no"}""", new RunFailed(1, "no", At) },
        { "cancel.asked", """{"reason":"enough"}""", new CancelAsked(1, "enough", At) },
        { "run.cancelled", """{"error":"enough"}""", new RunCancelled(1, "enough", At) },
    };

    [Theory]
    [MemberData(nameof(Golden))]
    [MemberData(nameof(GoldenAnswersAndEnds))]
    public void An_event_has_its_type_and_data(string type, string data, RunChange change)
    {
        var projected = RunEventProjection.Project(Talk.Session, 7, change)!;

        (projected.Type, projected.Sequence, projected.Run, projected.At).ShouldBe((type, 7, new RunId(Talk.Session, 1), At));
        projected.Data.ToJsonString().ShouldBe(data);
    }

    [Fact]
    public void Every_event_of_a_run_has_a_form() =>
        Golden().Concat(GoldenAnswersAndEnds()).Select(row => row[2].GetType()).Distinct().ShouldBe(
            typeof(RunChange).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(RunChange)) && !type.IsAbstract),
            ignoreOrder: true);

    [Fact]
    public void Every_type_that_is_told_is_named() =>
        Golden().Concat(GoldenAnswersAndEnds()).Select(row => (string)row[0]).Append("model.delta").Distinct().ShouldBe(
            typeof(RunEventTypes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetValue(null)!),
            ignoreOrder: true);

    [Fact]
    public void A_piece_of_a_reply_has_no_number()
    {
        var delta = RunEventProjection.Delta(new RunId(Talk.Session, 1), At, "Kö");

        (delta.Type, delta.Sequence).ShouldBe(("model.delta", null));
        delta.Data["text"]!.GetValue<string>().ShouldBe("Kö");
    }
}
