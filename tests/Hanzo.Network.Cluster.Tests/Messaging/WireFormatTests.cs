using System.Runtime.Serialization;
using System.Text;
using System.Text.Json.Nodes;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Messaging;
using Hanzo.Network.Cluster.Models;
using Hanzo.Network.Cluster.Sessions.RunIds;
using Hanzo.Network.Cluster.State;
using Hanzo.Network.Conversations;
using Hanzo.Network.Cluster.Tests.Support;
using static Hanzo.Network.Cluster.Models.ModelCallProtocol;
using static Hanzo.Network.Cluster.Placement.DirectoryProtocol;
using static Hanzo.Network.Cluster.Registry.RegistryProtocol;
using static Hanzo.Network.Cluster.Sessions.RunIds.RunDirectoryProtocol;
using static Hanzo.Network.Cluster.Sessions.SessionProtocol;
using static Hanzo.Network.Cluster.Sessions.Slots.SlotIndexProtocol;

namespace Hanzo.Network.Cluster.Tests.Messaging;

public sealed class WireFormatTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly SessionId Session = SessionId.Parse("math.3.01J9Z00000000000000000000A");
    private static readonly RunId Run = new(Session, 2);
    private static readonly WireEnvelope Envelope = new("e1", Deadline: At, TraceParent: "00-0-0-01");
    private static readonly RunResult Result =
        new() { Id = Run, Node = "one", Status = RunStatus.Completed, Output = "101", Why = "it fits" };

    /// <summary>What older nodes send and understand: a change here breaks them and needs a new manifest.</summary>
    public static TheoryData<string, object, string> OfSessions => new()
    {
        {
            "run.start.1", new RunStart(Envelope, Session, "r1", "2 + 3?", "it fits", Continues: true),
            """
            {"envelope":{"id":"e1","tenant":"","principal":"","deadline":"2026-01-02T03:04:05+00:00",
            "trace_parent":"00-0-0-01"},"session":"math.3.01J9Z00000000000000000000A","request":"r1","input":"2 + 3?",
            "why":"it fits","continues":true,"attempt":0,"credit":0}
            """
        },
        {
            "run.accepted.1", new RunAccepted("r1", Result),
            """
            {"request":"r1","run":{"id":"math.3.01J9Z00000000000000000000A.2","node":"one","status":"Completed",
            "output":"101","why":"it fits","approvals":[]}}
            """
        },
        {
            "run.refused.1", new RunRefused("r1", NetworkError.TooManyQueued, "full"),
            """{"request":"r1","error":"TooManyQueued","message":"full"}"""
        },
        {
            "run.watch.1", new RunWatch(new WireEnvelope("e2"), Run, 7),
            """
            {"envelope":{"id":"e2","tenant":"","principal":""},"run":"math.3.01J9Z00000000000000000000A.2","after":7,"credit":0}
            """
        },
        {
            "run.unwatch.1", new RunUnwatch(Run),
            """{"run":"math.3.01J9Z00000000000000000000A.2"}"""
        },
        {
            "run.observed.1",
            new RunObserved(Run, "one", 4, [new RunEvent(5, RunEventTypes.ToolCalled, Run, At, new JsonObject { ["tool"] = "calculate" })]),
            """
            {"run":"math.3.01J9Z00000000000000000000A.2","node":"one","previous":4,"events":[{"sequence":5,
            "type":"tool.called","run":"math.3.01J9Z00000000000000000000A.2","at":"2026-01-02T03:04:05+00:00",
            "data":{"tool":"calculate"}}]}
            """
        },
        {
            "run.unknown.1", new RunUnknown(Run, "two"),
            """{"run":"math.3.01J9Z00000000000000000000A.2","node":"two"}"""
        },
        {
            "run.get.1", new RunGet(new WireEnvelope("e3"), Run),
            """{"envelope":{"id":"e3","tenant":"","principal":""},"run":"math.3.01J9Z00000000000000000000A.2"}"""
        },
        {
            "run.found.1", new RunFound(Result with { Status = RunStatus.Failed, Output = "", Error = "no" }),
            """
            {"run":{"id":"math.3.01J9Z00000000000000000000A.2","node":"one","status":"Failed","output":"","error":"no",
            "why":"it fits","approvals":[]}}
            """
        },
        {
            "slot.get.1", new SlotGet("math.3"),
            """{"slot":"math.3"}"""
        },
        {
            "slot.found.1", new SlotFound("math.3", [Session]),
            """{"slot":"math.3","sessions":["math.3.01J9Z00000000000000000000A"]}"""
        },
    };

    /// <inheritdoc cref="OfSessions"/>
    public static TheoryData<string, object, string> OfCallers => new()
    {
        {
            "run.unbound.1", new RunUnbound("r1", 2, "j2", "two"),
            """{"request":"r1","attempt":2,"journal":"j2","node":"two"}"""
        },
        {
            "run.start.1",
            new RunStart(new WireEnvelope("e1"), Session, "r1", "2 + 3?", "", Continues: false)
            {
                Limits = new RunLimits { Iterations = 3, Usd = 0.5m },
                Origin = new RunOrigin("k", 1) { Context = [new TranscriptLine("user", "hi")] },
                User = "ada",
            },
            """
            {"envelope":{"id":"e1","tenant":"","principal":""},"session":"math.3.01J9Z00000000000000000000A","request":"r1",
            "input":"2 + 3?","why":"","continues":false,"attempt":0,"credit":0,"limits":{"iterations":3,"usd":0.5},
            "origin":{"call":"k","depth":1,"context":[{"role":"user","text":"hi","tool_calls":[]}]},
            "user":"ada"}
            """
        },
        {
            "run.credit.1", new RunCredit(Run, 8),
            """{"run":"math.3.01J9Z00000000000000000000A.2","deltas":8}"""
        },
        {
            "run.answer.1", new RunAnswer(new WireEnvelope("e4"), Run, 3, Approved: false, "no"),
            """
            {"envelope":{"id":"e4","tenant":"","principal":""},"run":"math.3.01J9Z00000000000000000000A.2","step":3,
            "approved":false,"reason":"no","number":1}
            """
        },
        {
            "run.answered.1", new RunAnswered(Result, "late"),
            """
            {"run":{"id":"math.3.01J9Z00000000000000000000A.2","node":"one","status":"Completed","output":"101",
            "why":"it fits","approvals":[]},"conflict":"late"}
            """
        },
        {
            "run.cancel.1", new RunCancel(new WireEnvelope("e6"), Run, "enough"),
            """
            {"envelope":{"id":"e6","tenant":"","principal":""},"run":"math.3.01J9Z00000000000000000000A.2","reason":"enough"}
            """
        },
        {
            "run.declined.1", new RunDeclined(Run, NetworkError.Unavailable, "it cannot be read"),
            """
            {"run":"math.3.01J9Z00000000000000000000A.2","error":"Unavailable","message":"it cannot be read"}
            """
        },
        {
            "run.observed.1", new RunObserved(Run, "one", 9, []) { IsOver = true },
            """{"run":"math.3.01J9Z00000000000000000000A.2","node":"one","previous":9,"events":[],"is_over":true}"""
        },
        { "session.wake.1", new SessionWake(Session), """{"session":"math.3.01J9Z00000000000000000000A"}""" },
        {
            "run.find.1", new RunFind(new WireEnvelope("e5"), Session, "given:order-7"),
            """
            {"envelope":{"id":"e5","tenant":"","principal":""},"session":"math.3.01J9Z00000000000000000000A",
            "request":"given:order-7"}
            """
        },
    };

    /// <inheritdoc cref="OfSessions"/>
    public static TheoryData<string, object, string> OfIndices => new()
    {
        { "slot.open.1", new SlotOpen(Session, 3), """{"session":"math.3.01J9Z00000000000000000000A","ask":3}""" },
        { "slot.opened.1", new SlotOpened(Session, 3, null), """{"session":"math.3.01J9Z00000000000000000000A","ask":3}""" },
        {
            "slot.opened.1", new SlotOpened(Session, 3, "no") { IsUnreadable = true },
            """{"session":"math.3.01J9Z00000000000000000000A","ask":3,"refusal":"no","is_unreadable":true}"""
        },
        { "slot.close.1", new SlotClose(Session), """{"session":"math.3.01J9Z00000000000000000000A"}""" },
        { "slot.wake.1", new SlotWake(Session.Slot), """{"slot":"math.3"}""" },
        {
            "run.bind.1", new RunBind("order-7", "1:ab", Session, "j1", "it fits"),
            """
            {"id":"order-7","fingerprint":"1:ab","session":"math.3.01J9Z00000000000000000000A","journal":"j1",
            "why":"it fits"}
            """
        },
        {
            "run.bound.1", new RunBound("order-7", Session, null, "it fits"),
            """{"id":"order-7","session":"math.3.01J9Z00000000000000000000A","why":"it fits"}"""
        },
        { "run.taken.1", new RunTaken("order-7"), """{"id":"order-7"}""" },
        { "run.lookup.1", new RunLookup("order-7"), """{"id":"order-7"}""" },
        { "run.free.1", new RunFree("order-7"), """{"id":"order-7"}""" },
        {
            "run.held.1", new RunHeld("order-7", "held by node 'two'", MayPass: true),
            """{"id":"order-7","why":"held by node 'two'","may_pass":true}"""
        },
        { "run.recall.1", new RunRecall("order-7"), """{"id":"order-7"}""" },
        {
            "run.recalled.1", new RunRecalled("order-7", new RunBinding("order-7", "1:ab", Session, "j1", "it fits")),
            """
            {"id":"order-7","binding":{"id":"order-7","fingerprint":"1:ab",
            "session":"math.3.01J9Z00000000000000000000A","journal":"j1","why":"it fits"}}
            """
        },
    };

    /// <inheritdoc cref="OfSessions"/>
    public static TheoryData<string, object, string> OfDirectories => new()
    {
        {
            "node.ping.1", new NodePing("one", "i1", 3),
            """{"node_id":"one","incarnation":"i1","sequence":3}"""
        },
        {
            "node.pong.1", new NodePong("one", "i1", 3),
            """{"node_id":"one","incarnation":"i1","sequence":3}"""
        },
        {
            "run.noted.1",
            new RunsNoted([new RunNote(Run, "one", RunStatus.Completed, "it fits", "2 + 3?", "5", At, TimeSpan.FromSeconds(1))]),
            """
            {"notes":[{"run":"math.3.01J9Z00000000000000000000A.2","node":"one","status":"Completed","why":"it fits",
            "input":"2 + 3?","output":"5","started_at":"2026-01-02T03:04:05+00:00","duration":"00:00:01"}]}
            """
        },
    };

    /// <inheritdoc cref="OfSessions"/>
    public static TheoryData<string, object, string> OfRegistries => new()
    {
        {
            "agent.put.1", new PutAgent(Directories.MathAgent),
            """
            {"agent":{"name":"math","description":"","instructions":"","tools":[],"requires":{"gpu":false,"labels":[]},
            "workload":"Light","slots":16}}
            """
        },
        {
            "agent.remove.1", new RemoveAgent(Directories.MathAgent.Name, At),
            """{"name":"math","at":"2026-01-02T03:04:05+00:00"}"""
        },
        {
            "registry.done.1", new Done(7),
            """{"version":7}"""
        },
        {
            "registry.refused.1", new Refused(NetworkError.Conflict, "no"),
            """{"error":"Conflict","message":"no"}"""
        },
    };

    /// <inheritdoc cref="OfSessions"/>
    public static TheoryData<string, object, string> OfState => new()
    {
        {
            "state.compare.1", new StateProtocol.Compare("plan", "v1", """{"a":"ü"}"""),
            """{"key":"plan","expected":"v1","value":"{\"a\":\"ü\"}"}"""
        },
        {
            "state.compare.1", new StateProtocol.Compare("plan", null, "1"),
            """{"key":"plan","value":"1"}"""
        },
        {
            "state.compared.1", new StateProtocol.Compared("v2", "0197e9c3a8c80001"),
            """{"version":"v2","time":"0197e9c3a8c80001"}"""
        },
        {
            "state.refused.1", new StateProtocol.Refused(NetworkError.StateFull, "no"),
            """{"error":"StateFull","message":"no"}"""
        },
    };

    /// <inheritdoc cref="OfSessions"/>
    public static TheoryData<string, object, string> OfModels => new()
    {
        { "model.ask.1", new ModelAsk("c1", 0, 2, "{\"server\":"), """{"call":"c1","part":0,"parts":2,"text":"{\"server\":"}""" },
        { "model.taken.1", new ModelTaken("c1", 0), """{"call":"c1","part":0}""" },
        { "model.wanted.1", new ModelWanted("c1", 16), """{"call":"c1","taken":16}""" },
        { "model.stop.1", new ModelStop("c1"), """{"call":"c1"}""" },
        {
            "model.said.1", new ModelSaid("c1", 3, [new ModelPiece { Text = "ü", Model = "qwen3" }, new ModelPiece { Finish = "stop" }]),
            """{"call":"c1","from":3,"pieces":[{"text":"ü","model":"qwen3"},{"finish":"stop"}]}"""
        },
        {
            "model.said.1", new ModelSaid("c1", 0, [new ModelPiece { CallId = "a", Tool = "find", InputTokens = 1, OutputTokens = 2 }]),
            """{"call":"c1","from":0,"pieces":[{"call_id":"a","tool":"find","input_tokens":1,"output_tokens":2}]}"""
        },
        {
            "model.ended.1", new ModelEnded("c1", 5) { Error = "gone", IsTransient = true },
            """{"call":"c1","pieces":5,"error":"gone","is_transient":true}"""
        },
    };

    [Fact]
    public void The_longest_part_of_a_question_fits_a_message_whatever_it_is_of()
    {
        var serializer = new HanzoSerializer(null!);

        foreach (var worst in new[] { "\u0001", "ü", "漢" })
            serializer.ToBinary(new ModelAsk("c1", 0, 1, string.Concat(Enumerable.Repeat(worst, ModelCallProtocol.MaxCharacters)))).Length
                .ShouldBeLessThan(WireFormat.DefaultMaxBytes);
    }

    [Theory]
    [MemberData(nameof(OfSessions))]
    [MemberData(nameof(OfCallers))]
    [MemberData(nameof(OfIndices))]
    [MemberData(nameof(OfDirectories))]
    [MemberData(nameof(OfRegistries))]
    [MemberData(nameof(OfState))]
    [MemberData(nameof(OfModels))]
    public void Messages_are_written_and_read_as_ever(string manifest, object message, string json)
    {
        var format = WireFormats.All.Of(message);

        format.Manifest.ShouldBe(manifest);
        var golden = json.ReplaceLineEndings("");
        Encoding.UTF8.GetString(format.Write(message)).ShouldBe(golden);
        Encoding.UTF8.GetString(format.Write(WireFormats.All.Of(manifest).Read(Encoding.UTF8.GetBytes(json)))).ShouldBe(golden);
    }

    [Fact]
    public void Fields_of_a_later_version_are_ignored() =>
        WireFormats.All.Of("run.refused.1").Read("""{"request":"r","error":"Unavailable","message":"m","new_field":{"x":1}}"""u8.ToArray())
            .ShouldBe(new RunRefused("r", NetworkError.Unavailable, "m"));

    [Theory]
    [InlineData("""{"run":"no run id"}""")]
    [InlineData("""{"run":""")]
    [InlineData("garbage")]
    public void What_cannot_be_read_is_a_clear_error(string json)
    {
        var serializer = new HanzoSerializer(null!);
        var error = Should.Throw<SerializationException>(() => serializer.FromBinary(Encoding.UTF8.GetBytes(json), "run.unwatch.1"));

        error.Message.ShouldContain("'run.unwatch.1'");
    }

    [Fact]
    public void An_unknown_manifest_is_named() =>
        Should.Throw<SerializationException>(() => new HanzoSerializer(null!).FromBinary([], "run.unheard-of.9"))
            .Message.ShouldContain("'run.unheard-of.9'");

    [Fact]
    public void The_longest_text_that_a_session_takes_fits_a_message()
    {
        var text = new string('ü', ConversationLimits.MaxTextBytes / 2);
        ConversationLimits.Fits(text).ShouldBeTrue();
        var serializer = new HanzoSerializer(null!);

        serializer.ToBinary(new RunStart(Envelope, Session, "r", text, "why", false)).Length.ShouldBeLessThan(WireFormat.DefaultMaxBytes);
        serializer.ToBinary(new RunAccepted("r", Result with { Output = text })).Length.ShouldBeLessThan(WireFormat.DefaultMaxBytes);
        var replied = new RunEvent(5, RunEventTypes.ModelReplied, Run, At, new JsonObject { ["text"] = text });
        serializer.ToBinary(new RunObserved(Run, "one", 4, [replied])).Length.ShouldBeLessThan(WireFormat.DefaultMaxBytes);
    }

    [Fact]
    public void A_message_beyond_its_bound_is_refused()
    {
        var refused = new RunRefused("r", NetworkError.Unavailable, new string('x', WireFormat.DefaultMaxBytes));

        Should.Throw<SerializationException>(() => new HanzoSerializer(null!).ToBinary(refused))
            .Message.ShouldContain($"the bound is {WireFormat.DefaultMaxBytes}");
    }

    [Fact]
    public void Nothing_without_a_format_leaves_the_node()
    {
        Should.Throw<SerializationException>(() => new HanzoSerializer(null!).ToBinary(new object()))
            .Message.ShouldContain("System.Object");
        Should.Throw<SerializationException>(() => new RefusingSerializer(null!).ToBinary(new Uri("http://x")))
            .Message.ShouldContain("System.Uri");
    }
}
