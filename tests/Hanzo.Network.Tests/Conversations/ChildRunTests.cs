using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;

namespace Hanzo.Network.Tests.Conversations;

/// <summary>A run that asks other agents, and hands itself to them.</summary>
public sealed class ChildRunTests
{
    private static readonly RunId Child = RunId.Parse("text.0.01J9ZZZZZZZZZZZZZZZZZZZZZY.1");
    private static readonly EffectId Step = new(1, 2);
    private static readonly RunUsage Used = new() { ModelCalls = 2, InputTokens = 30, OutputTokens = 4 };

    private readonly Talk _talk = new()
    {
        Agent = BuiltInAgents.Math with
        {
            Agents = [new AgentLink(AgentName.Parse("text")), new AgentLink(AgentName.Parse("text")) { Mode = AgentLinkMode.HandOff }],
        },
    };

    [Fact]
    public void Its_answer_is_the_result_of_the_call_and_what_it_used_counts()
    {
        _talk.Start();
        var call = Ask("ask_text");
        (call.Agent.Value, call.Child, call.HandsOff, call.Origin).ShouldBe(
            ("text", null, false, new RunOrigin($"{Talk.Session}.1.2", 1) { Context = call.Origin.Context }));
        call.Origin.Context.ShouldBeEmpty();

        _talk.End(new CompleteToolCall(Step, "forty two") { Used = Used }).Effects.ShouldHaveSingleItem().ShouldBeOfType<CallModel>();
        _talk.Say("It is 42.");

        _talk.State.Transcript[2].ShouldBe(new ToolEntry("c1.1-0", "ask_text", "forty two", false));
        _talk.State.ResultOf(1)!.Usage.ShouldBe(Used + new RunUsage { ModelCalls = 2, ToolCalls = 1 });
    }

    [Fact]
    public void Who_takes_the_run_over_follows_the_same_run_from_where_it_was()
    {
        _talk.Start();
        Ask("ask_text");
        _talk.Tell(new ChildBegan(Step, Child, "n2"));
        _talk.Tell(new ChildMoved(Step, 5, RunEventTypes.ToolCalled, "find {}"));

        var again = _talk.Crash().Effects.ShouldHaveSingleItem().ShouldBeOfType<CallAgent>();

        (again.Child, again.After, again.Recovered, again.IdempotencyKey).ShouldBe((Child, 5, true, $"{Talk.Session}.1.2"));
    }

    [Fact]
    public void News_that_is_told_again_or_late_changes_nothing()
    {
        _talk.Start();
        Ask("ask_text");
        _talk.Tell(new ChildBegan(Step, Child, "n2")).Events.ShouldHaveSingleItem();
        _talk.Tell(new ChildMoved(Step, 5, RunEventTypes.ToolCalled, "find {}")).Events.ShouldHaveSingleItem();

        _talk.Tell(new ChildBegan(Step, Child, "n2")).Events.ShouldBeEmpty();
        _talk.Tell(new ChildMoved(Step, 5, RunEventTypes.ToolCalled, "find {}")).Events.ShouldBeEmpty();
        _talk.End(new CompleteToolCall(Step, "done"));
        _talk.Tell(new ChildMoved(Step, 6, RunEventTypes.ToolResult, "found")).Events.ShouldBeEmpty();
        _talk.Tell(new ChildBegan(new EffectId(7, 1), Child, "n2")).Events.ShouldBeEmpty();
    }

    [Fact]
    public void The_steps_that_are_told_are_bounded()
    {
        _talk.Start();
        Ask("ask_text");
        for (var i = 1; i <= ConversationLimits.MaxChildSteps + 5; i++)
            _talk.Tell(new ChildMoved(Step, i, RunEventTypes.ToolCalled, "again"));

        _talk.Events.OfType<ChildStepped>().Count().ShouldBe(ConversationLimits.MaxChildSteps);
    }

    [Fact]
    public void A_run_that_is_handed_over_ends_with_the_answer_of_the_other_agent()
    {
        _talk.Start("r1", "write a poem");
        var call = Ask("hand_off_to_text");
        call.HandsOff.ShouldBeTrue();
        call.Origin.Context.ShouldBe([new TranscriptLine("user", "write a poem")]);

        _talk.End(new CompleteToolCall(Step, "Roses are red.")).Effects.ShouldBeEmpty();

        var result = _talk.State.ResultOf(1)!;
        (result.Status, result.Output).ShouldBe((RunStatus.Completed, "Roses are red."));
        _talk.State.IsIdle.ShouldBeTrue();
    }

    [Fact]
    public void A_run_that_could_not_be_handed_over_goes_on_by_itself()
    {
        _talk.Start();
        Ask("hand_off_to_text");

        _talk.End(new FailToolCall(Step, "agent 'text' failed: no")).Effects.ShouldHaveSingleItem().ShouldBeOfType<CallModel>();
    }

    [Fact]
    public void It_is_handed_over_once()
    {
        _talk.Start();

        _talk.Ask("hand_off_to_text", "hand_off_to_text").Effects.ShouldHaveSingleItem().ShouldBeOfType<CallAgent>();

        _talk.State.Transcript.OfType<ToolEntry>().Single().Output.ShouldBe("not called: the run is handed to agent 'text' already.");
    }

    [Fact]
    public void Cancelling_waits_for_the_end_of_what_was_asked_for()
    {
        _talk.Start();
        Ask("ask_text");
        _talk.Tell(new ChildBegan(Step, Child, "n2"));

        _talk.Tell(new CancelRun(1, "enough"));

        var cancelled = _talk.Cancelled.ShouldHaveSingleItem();
        (cancelled.Call.Child, cancelled.Reason).ShouldBe((Child, "enough"));
        _talk.State.ResultOf(1)!.Status.ShouldBe(RunStatus.Running);
        _talk.End(new FailToolCall(Step, "agent 'text' was cancelled: enough") { Used = Used });
        (_talk.State.ResultOf(1)!.Status, _talk.State.ResultOf(1)!.Error).ShouldBe((RunStatus.Cancelled, "enough"));
    }

    [Fact]
    public void A_new_writer_cancels_again_what_has_not_confirmed_it()
    {
        _talk.Start();
        Ask("ask_text");
        _talk.Tell(new ChildBegan(Step, Child, "n2"));
        _talk.Tell(new CancelRun(1, "enough"));

        _talk.Crash().Effects.OfType<CancelAgent>().ShouldHaveSingleItem().Call.Child.ShouldBe(Child);

        _talk.State.ResultOf(1)!.Status.ShouldBe(RunStatus.Running);
        _talk.End(new CutCall(Step));
        _talk.State.ResultOf(1)!.Error.ShouldBe("enough; cut while under way, and may have taken effect: ask_text (step 2)");
    }

    [Fact]
    public void A_new_writer_that_is_told_to_cancel_waits_as_well()
    {
        _talk.Start();
        Ask("ask_text");

        var decision = _talk.DecideFirst(new OpenSession("w2", "n2"), new CancelRun(1, "enough"));

        decision.Events.Select(@event => @event.GetType()).ShouldBe([typeof(SessionOpened), typeof(CancelAsked)]);
        decision.Effects.ShouldHaveSingleItem().ShouldBeOfType<CancelAgent>();
    }

    [Fact]
    public void A_run_that_fails_leaves_nothing_behind()
    {
        _talk.Start(deadline: _talk.Now.AddSeconds(5));
        Ask("ask_text");
        _talk.Now = _talk.Now.AddSeconds(5);

        _talk.Tell(new ExpireRuns());

        _talk.State.ResultOf(1)!.Status.ShouldBe(RunStatus.Failed);
        _talk.Cancelled.ShouldHaveSingleItem();
        _talk.Tell(new FailToolCall(Step, "cancelled")).ShouldBe(Decision.Nothing);
    }

    [Fact]
    public void What_is_left_of_a_budget_is_shared_by_those_that_are_asked_at_once()
    {
        _talk.Tell(new StartRun("r1", "x", "") { Limits = new RunLimits { Tokens = 10_000, ModelCalls = 8, ToolCalls = 9, Usd = 0 } });
        _talk.UnderWay.ShouldBeEmpty();
        _talk.Tell(new StartRun("r2", "x", "") { Limits = new RunLimits { Tokens = 10_000, ModelCalls = 8, ToolCalls = 9 } });
        var id = _talk.UnderWay.Keys.Single();
        ToolRequest[] calls = [new("a", "ask_text", "{}"), new("b", "ask_text", "{}"), new("c", "t", "{}")];

        var effects = _talk.End(new CompleteModelCall(id, "", [.. calls], "m", new ModelUsage(1900, 100))).Effects;

        effects.OfType<CallAgent>().Select(call => call.Limits).ShouldBe(Enumerable.Repeat(
            new RunLimits { Tokens = 4000, ModelCalls = 3, ToolCalls = 3 }, 2));
    }

    [Fact]
    public void A_budget_that_leaves_nothing_asks_nobody()
    {
        _talk.Tell(new StartRun("r1", "x", "") { Limits = new RunLimits { ModelCalls = 2 } });

        _talk.Ask("ask_text").Effects.ShouldHaveSingleItem().ShouldBeOfType<CallModel>();

        _talk.State.Transcript.OfType<ToolEntry>().Single().Output
            .ShouldBe("not called: the run's budget leaves nothing for another agent.");
    }

    [Fact]
    public void Agents_ask_each_other_only_so_deep()
    {
        _talk.Tell(new StartRun("r1", "x", "") { Origin = new RunOrigin("key", ConversationLimits.MaxDepth) });

        _talk.Ask("ask_text").Effects.ShouldHaveSingleItem().ShouldBeOfType<CallModel>();

        _talk.State.Transcript.OfType<ToolEntry>().Single().Output.ShouldBe("not called: agents ask each other at most 4 deep.");
    }

    [Fact]
    public void Who_is_handed_a_conversation_begins_with_it()
    {
        var origin = new RunOrigin("key", 1) { Context = [new TranscriptLine("user", "hi"), new TranscriptLine("assistant", "hello")] };

        var call = _talk.Tell(new StartRun("r1", "go on", "") { Origin = origin }).Effects.ShouldHaveSingleItem();

        ((CallModel)call).Transcript.ShouldBe([new UserEntry("hi"), new AssistantEntry("hello", []), new UserEntry("go on")]);
        (_talk.State.Runs[1].Parent, _talk.State.Runs[1].Depth).ShouldBe(("key", 1));
    }

    [Fact]
    public void Snapshots_hold_what_was_asked_for()
    {
        _talk.Start();
        Ask("ask_text");
        _talk.Tell(new ChildBegan(Step, Child, "n2"));
        var made = _talk.Events.Select((e, i) => (Event: e, Sequence: i + 1L))
            .Aggregate(SessionSnapshot.Empty(Talk.Session), (all, next) => all.Apply(next.Event, next.Sequence));

        var read = SessionSnapshotCodec.Decode(SessionSnapshotCodec.Manifest, SessionSnapshotCodec.Encode(made));

        read.State.Runs[1].Children[2].ShouldBe(new ChildRun("text") { Run = Child.ToString() });
    }

    private CallAgent Ask(string function) => _talk.Ask(function).Effects.ShouldHaveSingleItem().ShouldBeOfType<CallAgent>();
}
