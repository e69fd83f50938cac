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

        _talk.Tell(new AnswerApproval(1, new ApprovalId(2), Approved: true, Reason: null)).Refusal.ShouldBeNull();

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

        _talk.Tell(new AnswerApproval(1, new ApprovalId(2), Approved: false, "too dear"));

        _talk.Events.OfType<ToolFailed>().ShouldHaveSingleItem().Error.ShouldBe("a person did not allow this call. too dear");
        _talk.UnderWay.Values.ShouldHaveSingleItem().ShouldBeOfType<CallModel>();
    }

    [Fact]
    public void The_same_answer_again_changes_nothing_and_another_one_comes_too_late()
    {
        Waiting();
        _talk.Tell(new AnswerApproval(1, new ApprovalId(2), Approved: true, Reason: null));

        var again = _talk.Tell(new AnswerApproval(1, new ApprovalId(2), Approved: true, Reason: null));
        (again.Events.Length, again.Refusal).ShouldBe((0, null));
        _talk.Tell(new AnswerApproval(1, new ApprovalId(2), Approved: false, Reason: null)).Refusal!.Error.ShouldBe(NetworkError.Conflict);
        _talk.Tell(new AnswerApproval(1, new ApprovalId(7), Approved: true, Reason: null)).Refusal!.Error.ShouldBe(NetworkError.Conflict);
        _talk.Tell(new AnswerApproval(9, new ApprovalId(1), Approved: true, Reason: null)).Refusal!.Error.ShouldBe(NetworkError.Conflict);
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
        _talk.Tell(new AnswerApproval(1, new ApprovalId(2), Approved: true, Reason: null));

        var lost = Conversation.OpenEffects(_talk.State).ShouldHaveSingleItem().ShouldBeOfType<CallTool>();
        (lost.Recovered, lost.Approved).ShouldBe((true, true));

        _talk.End(new AskPerson(call, "pay once more?"));
        _talk.State.ResultOf(1)!.Approvals.ShouldHaveSingleItem().Question.ShouldBe("pay once more?");
        RunNotes.Of(_talk.State, _talk.State.Runs[1]).Status.ShouldBe(RunStatus.Waiting);
        _talk.Tell(new AnswerApproval(1, new ApprovalId(2, 2), Approved: false, Reason: null)).Refusal.ShouldBeNull();
    }

    [Fact]
    public void A_yes_that_is_repeated_does_not_answer_the_next_question()
    {
        var call = Waiting();
        var yes = new AnswerApproval(1, new ApprovalId(2), Approved: true, Reason: null);
        _talk.Tell(yes);
        _talk.End(new AskPerson(call, "pay once more?"));

        var again = _talk.Tell(yes);

        (again.Events.Length, again.Effects.Length, again.Refusal).ShouldBe((0, 0, null));
        _talk.State.ResultOf(1)!.Approvals.ShouldHaveSingleItem().Id.ShouldBe("2.2");
        _talk.Tell(yes with { Approved = false }).Refusal!.Error.ShouldBe(NetworkError.Conflict);
        _talk.Tell(yes with { Approval = new ApprovalId(2, 3) }).Refusal!.Error.ShouldBe(NetworkError.Conflict);
        _talk.Tell(yes with { Approval = new ApprovalId(2, 2) }).Effects.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("2", 2, 1)]
    [InlineData("12.3", 12, 3)]
    public void An_id_names_one_question(string text, int step, int number)
    {
        ApprovalId.TryParse(text, out var id).ShouldBeTrue();
        id.ShouldBe(new ApprovalId(step, number));
        id.ToString().ShouldBe(text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("2.")]
    [InlineData("2.0")]
    [InlineData("2.1.1")]
    [InlineData("-2")]
    [InlineData("two")]
    public void What_is_no_id_is_refused(string text) => ApprovalId.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void What_waits_for_a_person_is_not_at_work_nor_what_waits_behind_it()
    {
        Waiting();
        _talk.Start("r2", "next");
        _talk.State.AtWork.ShouldBe((0, 0));

        _talk.Tell(new AnswerApproval(1, new ApprovalId(2), Approved: true, Reason: null));
        _talk.State.AtWork.ShouldBe((1, 1));
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
