using System.Text.Json.Nodes;
using Hanzo.Network.Agents;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Node.Output;

namespace Hanzo.Network.Node.Tests.Output;

/// <summary>A run that is watched on a terminal.</summary>
public sealed class RunViewTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void A_run_with_a_tool_is_told_step_by_step()
    {
        var view = Watch(
            Event(RunEventTypes.Queued, """{"input":"6 * 7","why":""}"""),
            Event(RunEventTypes.RouteDecided, """{"agent":"math","why":"arithmetic","considered":[]}"""),
            Event(RunEventTypes.PlacementDecided, """{"node":"pi","slot":"math.3","strategy":"capability","why":"the smallest"}"""),
            Event(RunEventTypes.Started, """{"node":"pi"}"""),
            Event(RunEventTypes.ModelCalled, """{"step":1,"model":"qwen"}"""),
            Event(RunEventTypes.ModelReplied, """{"step":1,"text":"","model":"qwen","tool_calls":1}""", 500),
            Event(RunEventTypes.ToolCalled, """{"step":2,"tool":"calculate","arguments":"{\"expression\":\"6 * 7\"}"}""", 500),
            Event(RunEventTypes.ToolResult, """{"step":2,"output":"42"}""", 520),
            Event(RunEventTypes.Completed, """{"output":"42"}""", 900));

        Lines(view).ShouldBe(
        [
            "Done run    math.3.X.1", "Done route  math: arithmetic", "Done place  pi: the smallest", "Done start  on node pi",
            "Done model  qwen: asks for 1 tool call  0.5 s", "Done tool   calculate {\"expression\":\"6 * 7\"} = 42  0.02 s",
            "Done end    completed",
        ]);
    }

    [Fact]
    public void A_reply_under_way_shows_its_end()
    {
        var view = Watch(
            Event(RunEventTypes.ModelCalled, """{"step":1,"model":"qwen"}"""),
            Event(RunEventTypes.ModelDelta, """{"text":"A ship had three pumps, and each of them had been "}"""),
            Event(RunEventTypes.ModelDelta, """{"text":"built by\nsomebody else."}"""));

        Lines(view, width: 50).ShouldBe(["UnderWay model  … been built by somebody else.  1.0 s"]);
    }

    [Fact]
    public void Who_is_asked_is_told_what_to_type_until_there_is_an_answer()
    {
        RunEventBody[] asked =
        [
            Event(RunEventTypes.ToolCalled, """{"step":2,"tool":"pay","arguments":"{}"}"""),
            Event(RunEventTypes.ApprovalRequested, """{"approval":"2","step":2,"question":"pay?","wants":"yes_or_no"}"""),
        ];

        Lines(Watch(asked))[1].ShouldBe("Waits        pay? (hanzo approve|reject math.3.X.1 2)");
        Lines(Watch([.. asked, Event(RunEventTypes.ApprovalAnswered, """{"approval":"2","step":2,"approved":true}""")]))
            .ShouldBe(["UnderWay tool   pay {}  1.0 s"]);
    }

    [Fact]
    public void A_question_in_words_says_how_to_answer_it() =>
        Lines(Watch(
            Event(RunEventTypes.ToolCalled, """{"step":2,"tool":"ask_person","arguments":"{}"}"""),
            Event(RunEventTypes.ApprovalRequested, """{"approval":"2","step":2,"question":"which?","wants":"words"}""")))[1]
            .ShouldBe("Waits        which? (hanzo answer math.3.X.1 TEXT 2)");

    [Fact]
    public void What_fails_says_why() =>
        Lines(Watch(
            Event(RunEventTypes.ModelCalled, """{"step":1,"model":null}"""),
            Event(RunEventTypes.ModelFailed, """{"step":1,"error":"model is out"}"""),
            Event(RunEventTypes.ToolCalled, """{"step":2,"tool":"pay","arguments":"{}"}"""),
            Event(RunEventTypes.ToolResult, """{"step":2,"error":"no money"}"""),
            Event(RunEventTypes.Cancelled, """{"error":"enough"}""")))
            .ShouldBe(["Failed model  model is out", "Failed tool   pay {}: no money", "Failed end    cancelled: enough"]);

    [Fact]
    public void An_agent_that_is_asked_shows_how_far_it_has_come()
    {
        RunEventBody[] asked =
        [
            Event(RunEventTypes.ToolCalled, """{"step":2,"tool":"ask_math","arguments":"{}","agent":"math"}"""),
            Event(RunEventTypes.ChildStarted, """{"step":2,"child":"math.7.Y.1","node":"gpu"}"""),
        ];

        Lines(Watch(asked)).ShouldBe(["UnderWay agent  math {} > math.7.Y.1 on gpu  1.0 s"]);
        Lines(Watch([.. asked, Event(RunEventTypes.ChildStep, """{"step":2,"sequence":9,"type":"tool.called","text":"calculate"}""")]))
            .ShouldBe(["UnderWay agent  math {} > tool.called calculate  1.0 s"]);
        Lines(Watch([.. asked, Event(RunEventTypes.ToolResult, """{"step":2,"output":"42"}""")])).ShouldBe(["Done agent  math {} = 42"]);
        Lines(Watch(Event(RunEventTypes.HandOff, """{"step":2,"tool":"to_math","arguments":"{}","agent":"math"}""")))
            .ShouldBe(["UnderWay agent  hands over to math {}  1.0 s"]);
    }

    [Fact]
    public void What_an_agent_that_is_asked_wants_to_know_is_answered_at_the_run_that_is_watched()
    {
        RunEventBody[] asked =
        [
            Event(RunEventTypes.ToolCalled, """{"step":4,"tool":"ask_math","arguments":"{}","agent":"math"}"""),
            Event(RunEventTypes.ChildStep, """{"step":4,"sequence":9,"type":"approval.requested","text":"2.3: pay: 5?"}"""),
        ];

        Lines(Watch(asked))[1].ShouldBe("Waits        pay: 5? (hanzo approve|reject|answer math.3.X.1 4:2.3)");
        Lines(Watch([.. asked, Event(RunEventTypes.ChildStep, """{"step":4,"sequence":9,"type":"approval.answered","text":"2.3: yes"}""")]))
            .ShouldBe(["UnderWay agent  math {} > approval.answered 2.3: yes  1.0 s"]);
    }

    [Fact]
    public void What_a_later_version_tells_is_shown_as_it_is() =>
        Lines(Watch(Event("moon.rose", """{"phase":"full"}"""))).ShouldBe(["Done moon.rose {\"phase\":\"full\"}"]);

    [Fact]
    public void Texts_of_tools_give_the_terminal_no_orders() =>
        Lines(Watch(
            Event(RunEventTypes.ToolCalled, """{"step":2,"tool":"find","arguments":"{}"}"""),
            Event(RunEventTypes.ToolResult, """{"step":2,"output":"\u001b[2Ja\r\nb\u0007"}""")))
            .ShouldBe(["Done tool   find {} = [2Ja b"]);

    [Fact]
    public void More_than_fits_shows_the_last() =>
        RunViewText.Lines(Watch([.. Enumerable.Repeat(Event(RunEventTypes.Started, """{"node":"pi"}"""), 9)]), At, 80, 4)
            .Select(line => line.Text).ShouldBe(["… 6 lines before", "start  on node pi", "start  on node pi", "start  on node pi"]);

    [Fact]
    public void What_ends_and_never_began_changes_nothing() =>
        Watch(Event(RunEventTypes.ToolResult, """{"step":2,"output":"2"}"""), Event(RunEventTypes.ModelDelta, """{"text":"a"}"""))
            .Steps.ShouldBeEmpty();

    private static RunView Watch(params RunEventBody[] events) => events.Aggregate(RunView.Empty, (view, e) => view.With(e));

    private static List<string> Lines(RunView view, int width = 200) =>
        [.. RunViewText.Lines(view, At.AddSeconds(1), width, 100).Select(line => $"{line.Mark} {line.Text}")];

    private static RunEventBody Event(string type, string data, int milliseconds = 0) =>
        new(type, "math.3.X.1", 1, At.AddMilliseconds(milliseconds), JsonNode.Parse(data)!.AsObject());
}
