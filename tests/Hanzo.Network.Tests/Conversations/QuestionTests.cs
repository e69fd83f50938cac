using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;
using Hanzo.Network.Tools;

namespace Hanzo.Network.Tests.Conversations;

/// <summary>Questions in words, and what counts when nobody answers in time.</summary>
public sealed class QuestionTests
{
    private static readonly Unanswered Minute = new(TimeSpan.FromMinutes(1));

    private readonly Talk _talk = new();

    [Fact]
    public void What_a_person_says_is_the_result_of_the_call()
    {
        var call = Waiting(new AskPerson(default, "which colour?") { WantsWords = true });
        _talk.State.ResultOf(1)!.Approvals.ShouldHaveSingleItem().WantsWords.ShouldBeTrue();

        Answer("blue").Refusal.ShouldBeNull();

        _talk.Events.OfType<ToolReturned>().ShouldHaveSingleItem().Output.ShouldBe("blue");
        _talk.UnderWay.Values.ShouldHaveSingleItem().ShouldBeOfType<CallModel>();
        _talk.State.Transcript[^1].ShouldBe(new ToolEntry($"c1.1-0", "pay", "blue", Failed: false));
        call.Step.ShouldBe(2);
    }

    [Fact]
    public void Who_does_not_answer_says_so_and_the_model_is_told()
    {
        Waiting(new AskPerson(default, "which colour?") { WantsWords = true });

        _talk.Tell(new AnswerApproval(1, new ApprovalId(2), Approved: false, "ask the painter"));

        _talk.Events.OfType<ToolFailed>().ShouldHaveSingleItem().Error.ShouldBe("a person did not answer. ask the painter");
    }

    [Fact]
    public void The_same_words_again_change_nothing_and_others_come_too_late()
    {
        Waiting(new AskPerson(default, "which colour?") { WantsWords = true });
        Answer("blue");

        var again = Answer("blue");
        (again.Events.Length, again.Refusal, again.Run).ShouldBe((0, null, new RunId(Talk.Session, 1)));
        Answer("red").Refusal!.Error.ShouldBe(NetworkError.Conflict);
    }

    [Fact]
    public void An_answer_must_be_of_the_kind_that_was_asked_for()
    {
        Waiting(new AskPerson(default, "which colour?") { WantsWords = true });
        _talk.Tell(new AnswerApproval(1, new ApprovalId(2), Approved: true, null)).Refusal!.Message
            .ShouldBe($"question '2' of run {Talk.Session}.1 is to be answered in words.");
        _talk.Tell(new AnswerApproval(1, new ApprovalId(2), Approved: false, null) { Words = "blue" }).Refusal!.Message
            .ShouldContain("cannot be refused and answered");
        Answer("blue");
        _talk.Ask("pay");
        _talk.End(new AskPerson(_talk.UnderWay.Keys.Single(), "pay?"));

        _talk.Tell(new AnswerApproval(1, new ApprovalId(4), Approved: true, null) { Words = "blue" }).Refusal!.Message
            .ShouldContain("is to be answered with yes or no, not in words");
    }

    [Fact]
    public void The_deadline_of_a_question_is_in_its_event_and_is_what_the_session_wakes_for()
    {
        Waiting(new AskPerson(default, "pay?") { Unanswered = Minute });

        var due = _talk.Now.AddMinutes(1);
        _talk.Events.OfType<ApprovalAsked>().ShouldHaveSingleItem().Deadline.ShouldBe(new AnswerDeadline(due, Approved: false));
        _talk.State.NextDeadline.ShouldBe(due);
        _talk.State.ResultOf(1)!.Approvals.ShouldHaveSingleItem().Deadline!.At.ShouldBe(due);
        Talk.Replay(_talk.Events).NextDeadline.ShouldBe(due);
    }

    [Fact]
    public void What_nobody_has_allowed_in_time_is_not_done_and_the_model_is_told()
    {
        Waiting(new AskPerson(default, "pay?") { Unanswered = Minute });

        Later(59).Events.ShouldBeEmpty();
        var overdue = Later(1);

        overdue.Events.OfType<ApprovalAnswered>().ShouldHaveSingleItem().IsDefault.ShouldBeTrue();
        overdue.Events.OfType<ToolFailed>().ShouldHaveSingleItem().Error
            .ShouldBe("nobody answered within 60 s, and so this call is not allowed.");
        overdue.Effects.ShouldHaveSingleItem().ShouldBeOfType<CallModel>();
        _talk.State.NextDeadline.ShouldBeNull();
        _talk.Tell(new AnswerApproval(1, new ApprovalId(2), Approved: true, null)).Refusal!.Error.ShouldBe(NetworkError.Conflict);
    }

    [Fact]
    public void What_is_done_unless_somebody_objects_is_done_then()
    {
        var call = Waiting(new AskPerson(default, "pay?") { Unanswered = Minute with { Approve = true } });

        Later(60);

        _talk.UnderWay[call].ShouldBeOfType<CallTool>().Approved.ShouldBeTrue();
        _talk.State.ResultOf(1)!.Status.ShouldBe(RunStatus.Running);
    }

    [Fact]
    public void What_may_have_been_done_is_never_done_again_for_want_of_an_answer()
    {
        Waiting(new AskPerson(default, "pay again?") { Unanswered = Minute with { Approve = true }, IsDoubtful = true });

        Later(60);

        _talk.Events.OfType<ToolFailed>().ShouldHaveSingleItem();
        _talk.UnderWay.Values.OfType<CallTool>().ShouldBeEmpty();
    }

    [Fact]
    public void A_question_in_words_may_have_an_answer_for_when_nobody_gives_one()
    {
        Waiting(new AskPerson(default, "which colour?") { WantsWords = true, Unanswered = Minute with { Answer = "any" } });

        Later(60);

        _talk.Events.OfType<ToolReturned>().ShouldHaveSingleItem().Output.ShouldBe("any");
        Answer("blue").Refusal!.Error.ShouldBe(NetworkError.Conflict);
    }

    [Fact]
    public void Without_one_the_model_is_told_that_nobody_answered()
    {
        Waiting(new AskPerson(default, "which colour?") { WantsWords = true, Unanswered = Minute with { Approve = true } });

        Later(60);

        _talk.Events.OfType<ToolFailed>().ShouldHaveSingleItem().Error.ShouldBe("nobody answered within 60 s.");
    }

    [Fact]
    public void Time_that_passes_while_nobody_carries_the_session_counts()
    {
        Waiting(new AskPerson(default, "pay?") { Unanswered = Minute });
        _talk.Now = _talk.Now.AddHours(3);

        _talk.Crash().Effects.ShouldBeEmpty();
        _talk.State.NextDeadline.ShouldBe(ManualTime.Start.AddMinutes(1));
        _talk.Tell(new ExpireRuns()).Events.OfType<ToolFailed>().ShouldHaveSingleItem();
    }

    [Fact]
    public void The_runs_own_deadline_comes_first()
    {
        _talk.Start(deadline: _talk.Now.AddSeconds(30));
        Ask(new AskPerson(default, "pay?") { Unanswered = Minute });
        _talk.State.NextDeadline.ShouldBe(_talk.Now.AddSeconds(30));

        Later(60).Events[^1].ShouldBeOfType<RunFailed>().Error.ShouldContain("its deadline");
    }

    [Fact]
    public void Of_several_questions_each_has_its_own_time()
    {
        _talk.Start();
        _talk.Ask("pay", "pay");
        var calls = _talk.UnderWay.Keys.OrderBy(id => id.Step).ToList();
        _talk.End(new AskPerson(calls[0], "one?") { Unanswered = Minute });
        _talk.End(new AskPerson(calls[1], "two?") { Unanswered = Minute with { After = TimeSpan.FromMinutes(2) } });

        Later(60).Events.OfType<ApprovalAnswered>().ShouldHaveSingleItem().Step.ShouldBe(2);
        _talk.State.ResultOf(1)!.Approvals.ShouldHaveSingleItem().Question.ShouldBe("two?");
        _talk.State.NextDeadline.ShouldBe(ManualTime.Start.AddMinutes(2));
    }

    [Fact]
    public void A_run_that_is_to_be_cancelled_has_no_question_that_could_become_due()
    {
        var talk = new Talk { CutsAtOnce = false };
        talk.Start();
        talk.Ask("pay", "pay");
        var calls = talk.UnderWay.Keys.OrderBy(id => id.Step).ToList();
        talk.End(new AskPerson(calls[0], "one?") { Unanswered = Minute with { Approve = true } });
        talk.Tell(new CancelRun(1, "enough"));

        talk.State.NextDeadline.ShouldBeNull();
        talk.Now = talk.Now.AddMinutes(2);
        talk.Tell(new ExpireRuns()).Events.ShouldBeEmpty();
        talk.End(new CutCall(calls[1])).Events[^1].ShouldBeOfType<RunCancelled>();
    }

    [Fact]
    public void All_that_a_run_waits_for_fits_one_message()
    {
        _talk.Start();
        const int Most = ConversationLimits.MaxToolCallsPerReply;
        var arguments = $$"""{"text":"{{new string('ö', ConversationLimits.MaxTextBytes / Most / 2 - 10)}}"}""";
        var calls = Enumerable.Range(0, Most).Select(i => new ToolRequest($"c{i}", "pay", arguments));
        _talk.End(new CompleteModelCall(_talk.UnderWay.Keys.Single(), "", [.. calls]));
        var unanswered = Minute with { Answer = new string('漢', Unanswered.MaxAnswer) };
        var question = new string('?', PersonQuestions.MaxBytes);
        foreach (var call in _talk.UnderWay.Keys.ToList())
            _talk.End(new AskPerson(call, question) { WantsWords = true, Unanswered = unanswered });

        var waits = _talk.State.ResultOf(1)!.Approvals;

        waits.Length.ShouldBe(Most);
        waits.Sum(BytesOf).ShouldBeLessThan(ConversationLimits.MaxEventBytes - 16 * 1024);
        waits[0].Arguments.ShouldEndWith("…");
        waits[0].Question.ShouldEndWith("…");

        static int BytesOf(PendingApproval asked) => 200 + ConversationLimits.JsonBytes(asked.Arguments)
            + ConversationLimits.JsonBytes(asked.Question) + ConversationLimits.JsonBytes(asked.Deadline!.Words!);
    }

    private Decision Later(int seconds)
    {
        _talk.Now = _talk.Now.AddSeconds(seconds);
        return _talk.Tell(new ExpireRuns());
    }

    private Decision Answer(string words) =>
        _talk.Tell(new AnswerApproval(1, new ApprovalId(2), Approved: true, null) { Words = words });

    private EffectId Waiting(AskPerson ask)
    {
        _talk.Start();
        return Ask(ask);
    }

    private EffectId Ask(AskPerson ask)
    {
        _talk.Ask("pay");
        var call = _talk.UnderWay.Keys.Single();
        _talk.End(ask with { Effect = call });
        return call;
    }
}
