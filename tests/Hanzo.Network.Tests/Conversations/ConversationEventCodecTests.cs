using System.Text;
using Hanzo.Network.Conversations;

namespace Hanzo.Network.Tests.Conversations;

/// <summary>
/// The journal format. These texts are what journals hold; a change that breaks one needs a new manifest, not a new
/// text.
/// </summary>
public sealed class ConversationEventCodecTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private const string Stamp = "\"at\":\"2026-01-02T03:04:05+00:00\"}";

    private static readonly RunQueued FullRequest =
        new(1, "01J", "What is \"1<2\" in Köln? 🙂", "asked for", At) { Deadline = At.AddMinutes(1), TraceParent = "00-ab-cd-01" };

    private static readonly TranscriptInherited Inherited = new(
        [
            new TranscriptLine("user", "1+1"),
            new TranscriptLine("assistant", "") { ToolCalls = [new ToolRequest("c1", "calculate", "{}")] },
            new TranscriptLine("tool", "2") { CallId = "c1", Tool = "calculate", Failed = false },
        ],
        At);

    private static readonly ModelReplied FullReply = new(1, 1, "", "qwen", At)
    {
        ToolCalls = [new ToolRequest("c1", "calculate", """{"expression":"1+1"}""")],
        Usage = new ModelUsage(12, 3),
    };

    /// <summary>Manifest, JSON up to the time, event.</summary>
    public static TheoryData<string, string, ConversationEvent> Golden() => new()
    {
        { "session.opened.1", """{"writer":"w1","node":"n1",""", new SessionOpened("w1", "n1", At) },
        {
            "session.branched.1", """{"parent_sequence":7,"detachment":"d1","parent":"math.3.01J",""",
            new SessionBranched(7, "d1", At) { Parent = "math.3.01J" }
        },
        { "session.branched.1", """{"parent_sequence":0,"detachment":"d1",""", new SessionBranched(0, "d1", At) },
        { "session.deleted.1", """{"why":"it was not used for 30 days",""", new SessionDeleted("it was not used for 30 days", At) },
        {
            "transcript.inherited.1",
            """{"lines":[{"role":"user","text":"1+1","tool_calls":[]},{"role":"assistant","text":"","tool_calls":"""
            + """[{"call_id":"c1","tool":"calculate","arguments":"{}"}]},"""
            + """{"role":"tool","text":"2","tool_calls":[],"call_id":"c1","tool":"calculate","failed":false}],""",
            Inherited
        },
        {
            "run.queued.1",
            """{"request_id":"01J","input":"What is \"1<2\" in Köln? \uD83D\uDE42","why":"asked for","""
            + "\"deadline\":\"2026-01-02T03:05:05+00:00\",\"trace_parent\":\"00-ab-cd-01\",\"run\":1,",
            FullRequest
        },
        { "run.queued.1", """{"request_id":"01J","input":"x","why":"","run":2,""", new RunQueued(2, "01J", "x", "", At) },
        {
            "route.decided.1",
            """{"route":{"agent":"math","why":"fits","considered":[{"agent":"math","score":0.5,"reason":"sums"}]},"run":1,""",
            new RouteDecided(1, new RouteNote("math", "fits") { Considered = [new RouteNoteCandidate("math", 0.5, "sums")] }, At)
        },
        {
            "placement.decided.1",
            """{"placement":{"node":"n1","slot":"math.3","strategy":"capability","why":"fits"},"run":1,""",
            new PlacementDecided(1, new PlacementNote("n1", "math.3", "capability", "fits"), At)
        },
        { "run.started.1", """{"node":"n1","run":1,""", new RunStarted(1, "n1", At) },
        { "model.called.1", """{"model":"qwen","step":1,"run":1,""", new ModelCalled(1, 1, At) { Model = "qwen" } },
        { "model.called.1", """{"step":1,"run":1,""", new ModelCalled(1, 1, At) },
        {
            "model.replied.1",
            """{"text":"","model":"qwen","tool_calls":[{"call_id":"c1","tool":"calculate","arguments":"{\"expression\":\"1+1\"}"}],"""
            + "\"usage\":{\"input_tokens\":12,\"output_tokens\":3},\"step\":1,\"run\":1,",
            FullReply
        },
        { "model.failed.1", """{"error":"no","step":1,"run":1,""", new ModelFailed(1, 1, "no", At) },
        {
            "tool.called.1",
            """{"call":{"call_id":"c1","tool":"calculate","arguments":"{}"},"step":2,"run":1,""",
            new ToolCalled(1, 2, new ToolRequest("c1", "calculate", "{}"), At)
        },
    };

    /// <inheritdoc cref="Golden"/>
    public static TheoryData<string, string, ConversationEvent> GoldenAnswersAndEnds() => new()
    {
        {
            "approval.asked.1", """{"question":"again?","number":2,"step":2,"run":1,""",
            new ApprovalAsked(1, 2, "again?", At) { Number = 2 }
        },
        {
            "approval.asked.1",
            """{"question":"which?","number":1,"wants_words":true,"deadline":{"at":"2026-01-02T03:05:05+00:00","approved":true,"""
            + "\"words\":\"any\"},\"step\":2,\"run\":1,",
            new ApprovalAsked(1, 2, "which?", At) { WantsWords = true, Deadline = new AnswerDeadline(At.AddMinutes(1), true, "any") }
        },
        {
            "approval.answered.1", """{"approved":true,"number":1,"words":"any","is_default":true,"step":2,"run":1,""",
            new ApprovalAnswered(1, 2, true, At) { Words = "any", IsDefault = true }
        },
        {
            "approval.answered.1", """{"approved":false,"number":1,"reason":"no","step":2,"run":1,""",
            new ApprovalAnswered(1, 2, false, At) { Reason = "no" }
        },
        { "tool.returned.1", """{"output":"2","step":2,"run":1,""", new ToolReturned(1, 2, "2", At) },
        { "tool.failed.1", """{"error":"no","step":2,"run":1,""", new ToolFailed(1, 2, "no", At) },
        { "run.completed.1", """{"output":"2","run":1,""", new RunCompleted(1, "2", At) },
        { "run.failed.1", """{"error":"no","run":1,""", new RunFailed(1, "no", At) },
        { "cancel.asked.1", """{"reason":"enough","run":1,""", new CancelAsked(1, "enough", At) },
        {
            "tool.failed.1", """{"error":"cut","is_doubtful":true,"step":2,"run":1,""",
            new ToolFailed(1, 2, "cut", At) { IsDoubtful = true }
        },
        { "run.cancelled.1", """{"reason":"enough","run":1,""", new RunCancelled(1, "enough", At) },
    };

    [Theory]
    [MemberData(nameof(Golden))]
    [MemberData(nameof(GoldenAnswersAndEnds))]
    [MemberData(nameof(LaterForms.OfLimits), MemberType = typeof(LaterForms))]
    [MemberData(nameof(LaterForms.OfHistories), MemberType = typeof(LaterForms))]
    [MemberData(nameof(LaterForms.OfChildren), MemberType = typeof(LaterForms))]
    [MemberData(nameof(LaterForms.OfMemories), MemberType = typeof(LaterForms))]
    public void Writes_and_reads_the_recorded_form(string manifest, string fields, ConversationEvent @event)
    {
        var json = fields + Stamp;
        ConversationEventCodec.ManifestOf(@event).ShouldBe(manifest);
        Encoding.UTF8.GetString(ConversationEventCodec.Encode(@event)).ShouldBe(json);

        var read = ConversationEventCodec.Decode(manifest, Encoding.UTF8.GetBytes(json));
        read.GetType().ShouldBe(@event.GetType());
        ConversationEventCodec.Encode(read).ShouldBe(Encoding.UTF8.GetBytes(json));
    }

    [Fact]
    public void Every_kind_of_event_has_a_recorded_form() =>
        Golden().Concat(GoldenAnswersAndEnds()).Concat(LaterForms.OfHistories()).Concat(LaterForms.OfChildren())
            .Concat(LaterForms.OfMemories())
            .Select(row => row[2].GetType()).Distinct().ShouldBe(
            typeof(ConversationEvent).Assembly.GetTypes()
                .Where(type => type.IsSubclassOf(typeof(ConversationEvent)) && !type.IsAbstract), ignoreOrder: true);

    [Fact]
    public void Fields_of_a_later_version_are_ignored() =>
        ConversationEventCodec.Decode("run.started.1", """{"node":"n1","rack":{"row":7},"run":1,"at":"2026-01-02T03:04:05+00:00"}"""u8)
            .ShouldBe(new RunStarted(1, "n1", At));

    [Fact]
    public void An_unknown_manifest_is_a_clear_error() =>
        Should.Throw<FormatException>(() => ConversationEventCodec.Decode("run.started.2", "{}"u8)).Message
            .ShouldStartWith("format 'run.started.2' is unknown to this version; known are session.opened.1, "
                + "session.branched.1, transcript.inherited.1, run.queued.1");

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("{\"node\":null,\"run\":1,\"at\":\"2026-01-02T03:04:05+00:00\"}")]
    [InlineData("{\"node\":\"n1\",\"run\":\"one\",\"at\":\"2026-01-02T03:04:05+00:00\"}")]
    [InlineData("garbage")]
    public void Bytes_of_another_form_are_a_clear_error(string json) =>
        Should.Throw<FormatException>(
            () => ConversationEventCodec.Decode("run.started.1", Encoding.UTF8.GetBytes(json))).Message.ShouldContain("'run.started.1'");

    [Theory]
    [InlineData('x')]
    [InlineData('"')]
    [InlineData('\u0001')]
    [InlineData('é')]
    [InlineData('漢')]
    [InlineData('\uD800')]
    public void The_largest_text_fits_in_an_event_whatever_it_is_made_of(char c)
    {
        var bytesEach = ConversationLimits.JsonBytes(new string(c, 100)) / 100;
        var text = new string(c, ConversationLimits.MaxTextBytes / bytesEach);

        ConversationLimits.Fits(text).ShouldBeTrue();
        ConversationLimits.Fits(text + c).ShouldBeFalse();
        ConversationEventCodec.Encode(new RunQueued(1, "r", text, "", At)).Length.ShouldBeLessThan(ConversationLimits.MaxEventBytes);
    }
}
