using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;

namespace Hanzo.Network.Tests.Conversations;

public sealed class NewWriterTests
{
    private static readonly OpenSession Second = new("w2", "n2");

    private readonly Talk _talk = new();

    [Fact]
    public void A_new_writer_takes_up_what_is_open_and_says_that_it_was_begun_before()
    {
        _talk.Start();
        _talk.Ask("a", "b");
        _talk.End(new CompleteToolCall(new EffectId(1, 2), "A"));

        var decision = _talk.Crash();

        var open = decision.Effects.ShouldHaveSingleItem().ShouldBeOfType<CallTool>();
        (open.Id, open.Call.Tool, open.Recovered).ShouldBe((new EffectId(1, 3), "b", true));
        open.IdempotencyKey.ShouldBe($"{Talk.Session}.1.3");
        _talk.State.Writer.ShouldBe("w2");
        _talk.State.ResultOf(1)!.Node.ShouldBe("n2");
    }

    [Fact]
    public void A_new_writer_goes_on_where_the_events_stop_even_between_two_steps()
    {
        _talk.Start();
        _talk.Start("r2");
        var all = _talk.Events.ToList();

        for (var kept = 1; kept < all.Count; kept++)
        {
            var talk = new Talk(open: false);
            talk.Events.AddRange(all.Take(kept));
            talk.Crash();

            while (talk.UnderWay.Count > 0) talk.Say("x", talk.UnderWay.Keys.First());
            talk.State.IsIdle.ShouldBeTrue();
            talk.State.Runs.Values.ShouldAllBe(run => run.Status == RunStatus.Completed);
        }
    }

    [Fact]
    public void A_writer_records_itself_with_the_first_decision_that_records_anything()
    {
        var unknown = _talk.DecideFirst(Second, new CancelRun(7, "enough"));
        (unknown.Events.IsEmpty, unknown.Refusal?.Error).ShouldBe((true, NetworkError.UnknownRun));

        var decision = _talk.DecideFirst(Second, new StartRun("r1", "1+1", "because"));

        decision.Events.Select(@event => @event.GetType())
            .ShouldBe([typeof(SessionOpened), typeof(RunQueued), typeof(RunStarted), typeof(ModelCalled)]);
        ((SessionOpened)decision.Events[0]).Node.ShouldBe("n2");
        decision.Effects.ShouldHaveSingleItem().ShouldBeOfType<CallModel>().Recovered.ShouldBeFalse();
    }

    [Fact]
    public void A_writer_with_a_command_takes_up_first_what_was_under_way()
    {
        _talk.Start();

        var decision = _talk.DecideFirst(Second, new StartRun("r2", "2+2", "because"));

        decision.Events.Select(@event => @event.GetType()).ShouldBe([typeof(SessionOpened), typeof(RunQueued)]);
        var taken = decision.Effects.ShouldHaveSingleItem().ShouldBeOfType<CallModel>();
        (taken.Run.Number, taken.Recovered).ShouldBe((1, true));
        decision.Run!.Value.Number.ShouldBe(2);
    }

    [Fact]
    public void A_writer_that_is_to_cancel_a_run_first_begins_none_of_its_calls_and_goes_on_with_the_next()
    {
        _talk.Start();
        _talk.Ask("pay");
        _talk.Start("r2", "2+2");

        var decision = _talk.DecideFirst(Second, new CancelRun(1, "enough"));

        decision.Events.Select(@event => @event.GetType()).ShouldBe([
            typeof(SessionOpened), typeof(CancelAsked), typeof(ToolFailed), typeof(RunCancelled), typeof(RunStarted), typeof(ModelCalled),
        ]);
        decision.Events.OfType<ToolFailed>().ShouldHaveSingleItem().IsDoubtful.ShouldBeTrue();
        decision.Effects.OfType<CallEffect>().ShouldHaveSingleItem().Run.Number.ShouldBe(2);
        decision.Run!.Value.Number.ShouldBe(1);
    }

    [Fact]
    public void A_writer_that_is_to_cancel_a_run_between_two_of_its_steps_begins_no_other()
    {
        _talk.Start();
        _talk.Ask("pay");
        var call = _talk.UnderWay.Keys.Single();
        _talk.Events.Add(new ToolReturned(1, call.Step, "paid", _talk.Now));
        var state = Talk.Replay(_talk.Events);

        var decision = Conversation.DecideFirst(
            state, new SessionAgent(_talk.Agent, _talk.Agent), Second, new CancelRun(1, "enough"), _talk.Now);

        decision.Effects.OfType<CallEffect>().ShouldBeEmpty();
        decision.Events[^1].ShouldBeOfType<RunCancelled>();
    }

    [Fact]
    public void A_writer_without_a_command_only_takes_the_session_over()
    {
        _talk.Start();

        var decision = _talk.DecideFirst(Second, command: null);

        decision.Events.ShouldHaveSingleItem().ShouldBeOfType<SessionOpened>().Writer.ShouldBe("w2");
        decision.Effects.ShouldHaveSingleItem().ShouldBeOfType<CallModel>().Recovered.ShouldBeTrue();
    }
}
