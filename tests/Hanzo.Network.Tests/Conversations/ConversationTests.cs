using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;

namespace Hanzo.Network.Tests.Conversations;

public sealed class ConversationTests
{
    private readonly Talk _talk = new();

    [Fact]
    public void A_run_calls_the_model_and_ends_with_its_answer()
    {
        var decision = _talk.Start();
        decision.Events.Select(@event => @event.GetType()).ShouldBe([typeof(RunQueued), typeof(RunStarted), typeof(ModelCalled)]);
        decision.Run.ShouldBe(new RunId(Talk.Session, 1));
        var call = decision.Effects.ShouldHaveSingleItem().ShouldBeOfType<CallModel>();
        call.Transcript.ShouldBe([new UserEntry("1+1")]);

        _talk.Say("2").Events.Select(@event => @event.GetType()).ShouldBe([typeof(ModelReplied), typeof(RunCompleted)]);
        var result = _talk.State.ResultOf(1)!;
        (result.Status, result.Output, result.Node, result.Why).ShouldBe((RunStatus.Completed, "2", "n1", "because"));
        _talk.State.IsIdle.ShouldBeTrue();
    }

    [Fact]
    public void The_model_sees_the_results_of_all_its_tools_in_the_order_of_its_calls_before_it_is_asked_again()
    {
        _talk.Start();
        _talk.Ask("a", "b").Effects.Length.ShouldBe(2);
        var (first, second) = (new EffectId(1, 2), new EffectId(1, 3));

        _talk.End(new CompleteToolCall(second, "B")).Effects.ShouldBeEmpty();
        var again = _talk.End(new FailToolCall(first, "no")).Effects.ShouldHaveSingleItem().ShouldBeOfType<CallModel>();

        again.Id.ShouldBe(new EffectId(1, 4));
        again.Transcript.Skip(2).ShouldBe([new ToolEntry("c1.1-0", "a", "no", true), new ToolEntry("c1.1-1", "b", "B", false)]);
        _talk.Say("done");
        _talk.State.ResultOf(1)!.Output.ShouldBe("done");
    }

    [Fact]
    public void A_run_that_begins_after_another_goes_by_the_newest_definition()
    {
        _talk.Start("r1");
        _talk.Start("r2");
        _talk.Newest = _talk.Agent with { Model = "new", Deployment = new AgentDeployment(2) };

        _talk.Ask("a");
        _talk.End(new CompleteToolCall(_talk.UnderWay.Keys.Single(), "A"));
        _talk.Say("done");

        _talk.Events.OfType<ModelCalled>().Select(called => (called.Run, called.Model)).ShouldBe([(1, null), (1, null), (2, "new")]);
        _talk.Events.OfType<RunStarted>().Select(started => started.AgentVersion).ShouldBe([null, 2]);
        (_talk.State.Runs[1].AgentVersion, _talk.State.Runs[2].AgentVersion).ShouldBe((null, 2L));
    }

    [Fact]
    public void The_same_request_is_the_same_run()
    {
        var run = _talk.Start("r1").Run;

        var again = _talk.Start("r1", "another text");
        again.Run.ShouldBe(run);
        again.Events.ShouldBeEmpty();
        again.Effects.ShouldBeEmpty();

        _talk.Say("2");
        _talk.Start("r1").Run.ShouldBe(run);
        _talk.Start("r2").Run!.Value.Number.ShouldBe(2);
    }

    [Fact]
    public void Runs_wait_for_the_one_before_in_their_order()
    {
        _talk.Start("r1", "first");
        _talk.Start("r2", "second").Effects.ShouldBeEmpty();
        _talk.Start("r3", "third");
        _talk.State.ResultOf(2)!.Status.ShouldBe(RunStatus.Waiting);

        var next = _talk.Say("1").Effects.ShouldHaveSingleItem().ShouldBeOfType<CallModel>();

        next.Id.Run.ShouldBe(2);
        next.Transcript.ShouldBe([new UserEntry("first"), new AssistantEntry("1", []), new UserEntry("second")]);
    }

    [Fact]
    public void The_queue_is_bounded()
    {
        _talk.Start("r0");
        for (var i = 1; i <= ConversationLimits.MaxQueued; i++) _talk.Start($"r{i}").Refusal.ShouldBeNull();

        var refused = _talk.Start("one too many");

        refused.Refusal!.Error.ShouldBe(NetworkError.TooManyQueued);
        refused.Refusal.Message.ShouldContain("16 runs waiting");
        refused.Events.ShouldBeEmpty();
        _talk.Start("r5").Run!.Value.Number.ShouldBe(6);
        _talk.Say("x");
        _talk.Start("one too many").Refusal.ShouldBeNull();
    }

    [Fact]
    public void The_number_of_runs_is_bounded()
    {
        for (var i = 0; i < ConversationLimits.MaxRuns; i++)
        {
            _talk.Start($"r{i}");
            _talk.Say("x");
        }

        _talk.Start("more").Refusal!.Message.ShouldContain("1000 runs");
    }

    [Fact]
    public void An_endless_loop_of_tools_is_stopped_with_the_work_so_far_kept()
    {
        _talk.Start();
        for (var i = 1; i < RunLimits.DefaultIterations; i++)
        {
            _talk.Ask("t");
            _talk.End(new CompleteToolCall(_talk.UnderWay.Keys.Single(), $"result {i}"));
        }

        var last = _talk.Ask("t", "u");

        last.Effects.ShouldBeEmpty();
        var result = _talk.State.ResultOf(1)!;
        (result.Status, result.Error).ShouldBe((RunStatus.Failed, "no answer after 10 model calls, the most a run may make."));
        result.Output.ShouldBe(string.Join('\n', Enumerable.Range(1, 9).Select(i => $"result {i}")));
        _talk.State.Transcript.OfType<ToolEntry>().Count(entry => !entry.Failed).ShouldBe(9);
        _talk.State.Transcript.OfType<ToolEntry>().Count(entry => entry.Failed).ShouldBe(2);
    }

    [Fact]
    public void Too_many_tools_at_once_fail_the_run()
    {
        _talk.Start();

        _talk.Ask([.. Enumerable.Repeat("t", ConversationLimits.MaxToolCallsPerReply + 1)]).Effects.ShouldBeEmpty();

        _talk.State.ResultOf(1)!.Error.ShouldBe("the model asked for 33 tool calls at once; at most 32 are allowed.");
    }

    [Fact]
    public void A_failed_model_call_fails_the_run_and_the_next_one_starts()
    {
        _talk.Start("r1");
        _talk.Start("r2");

        var decision = _talk.End(new FailModelCall(new EffectId(1, 1), "out of order"));

        _talk.State.ResultOf(1)!.Error.ShouldBe("the model call failed: out of order");
        decision.Effects.ShouldHaveSingleItem().ShouldBeOfType<CallModel>().Id.Run.ShouldBe(2);
    }

    [Fact]
    public void Cancelling_stops_the_effects_and_leaves_calls_and_results_in_pairs()
    {
        _talk.Start();
        _talk.Ask("a", "b");
        _talk.End(new CompleteToolCall(new EffectId(1, 2), "A"));

        var decision = _talk.Tell(new CancelRun(1, "changed my mind"));

        decision.Effects.ShouldBe([new StopEffects(1)]);
        decision.Events.ShouldHaveSingleItem().ShouldBeOfType<CancelAsked>();
        _talk.Events.TakeLast(3).Select(@event => @event.GetType())
            .ShouldBe([typeof(CancelAsked), typeof(ToolFailed), typeof(RunCancelled)]);
        _talk.State.Transcript.OfType<ToolEntry>().Select(entry => entry.CallId).ShouldBe(["c1.1-0", "c1.1-1"]);
        var result = _talk.State.ResultOf(1)!;
        (result.Status, result.Error).ShouldBe(
            (RunStatus.Cancelled, "changed my mind; cut while under way, and may have taken effect: b (step 3)"));
    }

    [Fact]
    public void A_waiting_run_is_cancelled_without_having_started()
    {
        _talk.Start("r1");
        _talk.Start("r2");

        _talk.Tell(new CancelRun(2, "no")).Events.Select(@event => @event.GetType()).ShouldBe([typeof(CancelAsked), typeof(RunCancelled)]);

        _talk.State.Queue.ShouldBeEmpty();
        _talk.State.Active.ShouldBe(1);
    }

    [Fact]
    public void Cancelling_what_has_ended_otherwise_is_a_conflict_and_what_never_was_is_refused()
    {
        _talk.Start();
        _talk.Say("2");

        var ended = _talk.Tell(new CancelRun(1, "late"));
        (ended.Events.Length, ended.Refusal!.Error).ShouldBe((0, NetworkError.Conflict));
        ended.Refusal.Message.ShouldContain("completed");
        _talk.Tell(new CancelRun(7, "?")).Refusal!.Error.ShouldBe(NetworkError.UnknownRun);
    }

    [Fact]
    public void Outcomes_of_effects_that_are_not_open_change_nothing()
    {
        _talk.Start();
        _talk.Ask("a");

        _talk.Tell(new CompleteModelCall(new EffectId(1, 1), "late", [])).ShouldBe(Decision.Nothing);
        _talk.Tell(new CompleteToolCall(new EffectId(1, 9), "?")).ShouldBe(Decision.Nothing);
        _talk.Tell(new CompleteToolCall(new EffectId(2, 2), "?")).ShouldBe(Decision.Nothing);
        _talk.Tell(new CompleteModelCall(new EffectId(1, 2), "a model's answer to a tool", [])).ShouldBe(Decision.Nothing);
        _talk.Tell(new FailModelCall(new EffectId(1, 2), "the same")).ShouldBe(Decision.Nothing);
    }

    [Fact]
    public void Runs_whose_deadline_has_passed_fail_whether_active_or_waiting()
    {
        _talk.Start("r1", deadline: _talk.Now.AddSeconds(10));
        _talk.Start("r2", deadline: _talk.Now.AddSeconds(5));
        _talk.Start("r3");
        _talk.State.NextDeadline.ShouldBe(_talk.Now.AddSeconds(5));

        _talk.Now = _talk.Now.AddSeconds(10);
        var decision = _talk.Tell(new ExpireRuns());

        _talk.State.ResultOf(1)!.Error!.ShouldContain("deadline");
        _talk.State.ResultOf(2)!.Error!.ShouldContain("deadline");
        _talk.State.Active.ShouldBe(3);
        decision.Effects.OfType<StopEffects>().ShouldHaveSingleItem().Run.ShouldBe(1);
        _talk.State.NextDeadline.ShouldBeNull();
    }

    [Fact]
    public void A_run_that_expires_while_it_waits_for_capacity_says_so()
    {
        _talk.Start("r1", deadline: _talk.Now.AddSeconds(5));
        _talk.Start("r2", deadline: _talk.Now.AddSeconds(5));

        _talk.Now = _talk.Now.AddSeconds(5);
        _talk.Tell(new ExpireRuns(Waiting: 1));

        _talk.State.ResultOf(1)!.Error!.ShouldEndWith("has passed while it waited for the capacity of its node.");
        _talk.State.ResultOf(2)!.Error!.ShouldEndWith("has passed.");
    }

    [Fact]
    public void Without_a_definition_runs_end_and_none_begins()
    {
        _talk.Start("r1", deadline: _talk.Now.AddSeconds(10));
        _talk.Start("r2", deadline: _talk.Now.AddSeconds(20));
        _talk.Start("r3");

        Ended(Conversation.Abandon(_talk.State, null, _talk.Now)).ShouldBeEmpty();
        Ended(Conversation.Abandon(_talk.State, null, _talk.Now.AddSeconds(10))).ShouldBe([1L]);
        Ended(Conversation.Abandon(_talk.State, "agent 'math' was undeployed.", _talk.Now)).ShouldBe([3L, 2L, 1L]);
        var late = Conversation.Abandon(_talk.State, null, _talk.Now.AddSeconds(10));
        late.Effects.ShouldHaveSingleItem().ShouldBe(new StopEffects(1));

        static IEnumerable<long> Ended(Decision decision) => decision.Events.OfType<RunFailed>().Select(failed => failed.Run);
    }

    [Fact]
    public void A_run_past_its_deadline_begins_nothing_more()
    {
        _talk.Start(deadline: _talk.Now.AddSeconds(10));
        _talk.Ask("a");
        _talk.Now = _talk.Now.AddSeconds(10);

        _talk.End(new CompleteToolCall(new EffectId(1, 2), "A")).Effects.ShouldBeEmpty();

        _talk.State.ResultOf(1)!.Status.ShouldBe(RunStatus.Failed);
        _talk.State.Transcript.OfType<ToolEntry>().Single().Output.ShouldBe("A");
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void An_empty_input_is_refused(string input) => _talk.Start(input: input).Refusal!.Error.ShouldBe(NetworkError.InvalidRequest);

    [Fact]
    public void A_deadline_that_has_passed_is_refused() =>
        _talk.Start(deadline: _talk.Now).Refusal!.Message.ShouldContain("has already passed");

    [Fact]
    public void Effects_carry_the_deadline_and_the_trace_of_their_request()
    {
        var decision = _talk.Tell(new StartRun("r", "x") { Deadline = _talk.Now.AddSeconds(1), TraceParent = "00-1-2-01" });

        var call = decision.Effects.ShouldHaveSingleItem().ShouldBeOfType<CallModel>();
        (call.Deadline, call.TraceParent).ShouldBe((_talk.Now.AddSeconds(1), "00-1-2-01"));
    }
}
