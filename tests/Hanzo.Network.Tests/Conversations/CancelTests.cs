using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;

namespace Hanzo.Network.Tests.Conversations;

public sealed class CancelTests
{
    private static readonly CancelRun Enough = new(1, "enough");

    private readonly Talk _talk = new() { CutsAtOnce = false };

    [Fact]
    public void The_wish_is_recorded_before_calls_are_cut_and_the_run_ends_when_they_have()
    {
        var calls = Paying();

        var asked = _talk.Tell(Enough);
        asked.Events.ShouldHaveSingleItem().ShouldBeOfType<CancelAsked>().Reason.ShouldBe("enough");
        asked.Effects.ShouldBe([new StopEffects(1)]);
        _talk.State.ResultOf(1)!.Status.ShouldBe(RunStatus.Running);

        _talk.End(new CutCall(calls[0])).Events.ShouldHaveSingleItem().ShouldBeOfType<ToolFailed>().IsDoubtful.ShouldBeTrue();
        _talk.End(new CompleteToolCall(calls[1], "was faster")).Events.Select(e => e.GetType())
            .ShouldBe([typeof(ToolReturned), typeof(RunCancelled)]);
        _talk.State.ResultOf(1)!.Error.ShouldBe("enough; cut while under way, and may have taken effect: pay (step 2)");
    }

    [Fact]
    public void A_reply_that_comes_after_the_wish_is_not_taken_and_still_counted()
    {
        _talk.Start();
        _talk.Tell(Enough);

        var call = _talk.UnderWay.Keys.Single();
        _talk.End(new CompleteModelCall(call, "late", [], "m", new ModelUsage(10, 3))).Events.Select(e => e.GetType())
            .ShouldBe([typeof(ModelFailed), typeof(RunCancelled)]);
        _talk.State.Transcript.OfType<AssistantEntry>().ShouldBeEmpty();
        _talk.State.ResultOf(1)!.Usage.ShouldBe(new RunUsage { ModelCalls = 1, InputTokens = 10, OutputTokens = 3 });
    }

    [Fact]
    public void Said_again_it_changes_nothing_and_before_the_end_neither()
    {
        Paying();
        _talk.Tell(Enough);

        var again = _talk.Tell(Enough);
        (again.Events.Length, again.Effects.Length, again.Refusal).ShouldBe((0, 0, null));
        foreach (var call in _talk.UnderWay.Keys.ToList()) _talk.End(new CutCall(call));
        var late = _talk.Tell(Enough);
        (late.Events.Length, late.Refusal).ShouldBe((0, null));
    }

    [Fact]
    public void A_new_writer_ends_a_run_that_was_to_be_cancelled_and_repeats_none_of_its_calls()
    {
        Paying();
        _talk.Tell(Enough);

        Conversation.OpenEffects(_talk.State).ShouldBeEmpty();
        var opened = _talk.Tell(new OpenSession("w2", "n2"));

        opened.Events.Select(e => e.GetType())
            .ShouldBe([typeof(SessionOpened), typeof(ToolFailed), typeof(ToolFailed), typeof(RunCancelled)]);
        opened.Effects.OfType<CallEffect>().ShouldBeEmpty();
        _talk.State.ResultOf(1)!.Error!.ShouldContain("may have taken effect: pay (step 2), pay (step 3)");
    }

    [Fact]
    public void The_next_run_of_the_session_begins_after_it()
    {
        var calls = Paying();
        _talk.Start("r2", "next");
        _talk.Tell(Enough).Effects.OfType<CallEffect>().ShouldBeEmpty();

        _talk.End(new CutCall(calls[0]));
        _talk.End(new CutCall(calls[1])).Effects.ShouldHaveSingleItem().ShouldBeOfType<CallModel>().Run.Number.ShouldBe(2);
    }

    [Fact]
    public void A_reply_that_comes_after_the_wish_begins_nothing()
    {
        _talk.Start();
        var call = _talk.UnderWay.Keys.Single();
        _talk.Tell(Enough);

        var ended = _talk.End(new CompleteModelCall(call, "", [new ToolRequest("c", "pay", "{}")]));

        ended.Events.Select(e => e.GetType()).ShouldBe([typeof(ModelFailed), typeof(RunCancelled)]);
        ended.Effects.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true, "enough; cut while under way, and may have taken effect: pay (step 2)")]
    [InlineData(false, "enough")]
    public void A_call_that_waits_for_a_person_is_in_doubt_if_it_was_begun_before(bool isDoubtful, string error)
    {
        var calls = Paying();
        _talk.End(new CompleteToolCall(calls[1], "paid"));
        _talk.End(new AskPerson(calls[0], "pay?") { IsDoubtful = isDoubtful });

        _talk.Tell(Enough).Events.Select(e => e.GetType()).ShouldBe([typeof(CancelAsked), typeof(ToolFailed), typeof(RunCancelled)]);
        _talk.State.ResultOf(1)!.Error.ShouldBe(error);
    }

    [Fact]
    public void A_deadline_that_passes_meanwhile_leaves_it_cancelled()
    {
        _talk.Start(deadline: _talk.Now.AddMinutes(1));
        _talk.Tell(Enough);
        _talk.Now = _talk.Now.AddMinutes(2);

        _talk.Tell(new ExpireRuns()).Events[^1].ShouldBeOfType<RunCancelled>();
    }

    [Fact]
    public void A_cut_call_of_a_run_that_goes_on_counts_for_nothing()
    {
        var calls = Paying();

        _talk.Tell(new CutCall(calls[0])).ShouldBe(Decision.Nothing);
    }

    /// <summary>A run with two calls of a tool under way.</summary>
    private List<EffectId> Paying()
    {
        _talk.Start();
        _talk.Ask("pay", "pay");
        return [.. _talk.UnderWay.Keys.OrderBy(id => id.Step)];
    }
}
