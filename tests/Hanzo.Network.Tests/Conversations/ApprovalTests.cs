using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;

namespace Hanzo.Network.Tests.Conversations;

public sealed class ApprovalTests
{
    private readonly Talk _talk = new();

    [Fact]
    public void A_call_that_waits_for_a_person_makes_its_run_wait_and_says_for_what()
    {
        var call = Waiting();

        var run = _talk.State.ResultOf(1)!;
        run.Status.ShouldBe(RunStatus.Waiting);
        run.Approvals.ShouldBe([new PendingApproval("2", "pay", "{}", "pay again?", _talk.Now)]);
        _talk.State.IsIdle.ShouldBeFalse();
        call.ShouldBe(new EffectId(1, 2));
    }

    [Fact]
    public void A_yes_makes_the_call_and_the_run_goes_on()
    {
        var call = Waiting();

        _talk.Tell(new AnswerApproval(1, 2, Approved: true, Reason: null)).Refusal.ShouldBeNull();

        _talk.UnderWay[call].ShouldBeOfType<CallTool>().Approved.ShouldBeTrue();
        _talk.State.ResultOf(1)!.Status.ShouldBe(RunStatus.Running);
        _talk.End(new CompleteToolCall(call, "paid"));
        _talk.Say("done");
        _talk.State.ResultOf(1)!.Status.ShouldBe(RunStatus.Completed);
    }

    [Fact]
    public void A_no_is_told_to_the_model()
    {
        Waiting();

        _talk.Tell(new AnswerApproval(1, 2, Approved: false, "too dear"));

        _talk.Events.OfType<ToolFailed>().ShouldHaveSingleItem().Error.ShouldBe("a person did not allow this call. too dear");
        _talk.UnderWay.Values.ShouldHaveSingleItem().ShouldBeOfType<CallModel>();
    }

    [Fact]
    public void The_same_answer_again_changes_nothing_and_another_one_comes_too_late()
    {
        Waiting();
        _talk.Tell(new AnswerApproval(1, 2, Approved: true, Reason: null));

        var again = _talk.Tell(new AnswerApproval(1, 2, Approved: true, Reason: null));
        (again.Events.Length, again.Refusal).ShouldBe((0, null));
        _talk.Tell(new AnswerApproval(1, 2, Approved: false, Reason: null)).Refusal!.Error.ShouldBe(NetworkError.Conflict);
        _talk.Tell(new AnswerApproval(1, 7, Approved: true, Reason: null)).Refusal!.Error.ShouldBe(NetworkError.Conflict);
        _talk.Tell(new AnswerApproval(9, 1, Approved: true, Reason: null)).Refusal!.Error.ShouldBe(NetworkError.Conflict);
    }

    [Fact]
    public void A_new_writer_does_not_make_the_call_that_waits_for_a_person()
    {
        Waiting();

        Conversation.OpenEffects(_talk.State).ShouldBeEmpty();
        _talk.Tell(new OpenSession("w2", "n2")).Effects.ShouldBeEmpty();
        _talk.State.ResultOf(1)!.Approvals.Length.ShouldBe(1);
    }

    [Fact]
    public void A_call_that_was_allowed_and_then_lost_is_known_to_be_allowed_and_lost()
    {
        var call = Waiting();
        _talk.Tell(new AnswerApproval(1, 2, Approved: true, Reason: null));

        var lost = Conversation.OpenEffects(_talk.State).ShouldHaveSingleItem().ShouldBeOfType<CallTool>();
        (lost.Recovered, lost.Approved).ShouldBe((true, true));

        _talk.End(new AskPerson(call, "pay once more?"));
        _talk.State.ResultOf(1)!.Approvals.ShouldHaveSingleItem().Question.ShouldBe("pay once more?");
        _talk.Tell(new AnswerApproval(1, 2, Approved: false, Reason: null)).Refusal.ShouldBeNull();
    }

    [Fact]
    public void A_late_outcome_of_a_call_that_waits_does_not_count()
    {
        var call = Waiting();

        _talk.Tell(new CompleteToolCall(call, "late")).Events.ShouldBeEmpty();
    }

    [Fact]
    public void A_run_that_is_cancelled_waits_for_nobody()
    {
        Waiting();

        _talk.Tell(new CancelRun(1, "enough"));

        var run = _talk.State.ResultOf(1)!;
        (run.Status, run.Approvals.Length).ShouldBe((RunStatus.Cancelled, 0));
    }

    /// <summary>A run whose only tool call waits for a person.</summary>
    private EffectId Waiting()
    {
        _talk.Start();
        _talk.Ask("pay");
        var call = _talk.UnderWay.Keys.Single();
        _talk.End(new AskPerson(call, "pay again?"));
        return call;
    }
}
