using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;
using Hanzo.Network.Tools;

namespace Hanzo.Network.Tests.Conversations;

/// <summary>Random histories of runs that ask people: answers, repeated and stale ones, deadlines, cancels, crashes.</summary>
public sealed class QuestionPropertyTests
{
    [Fact]
    public void Replayed_events_give_the_live_state() => Check(RandomTalks.ReplayThroughTheCodecGivesTheLiveState);

    [Fact]
    public void What_is_open_is_under_way_or_waits_for_a_person() => Check(talk =>
    {
        var waits = WaitingIn(talk.State).Select(asked => new EffectId(asked.Run, asked.Question.Step)).ToList();
        var open = talk.State.Runs.Values.SelectMany(run => run.Open.Keys.Select(step => new EffectId(run.Number, step)));
        waits.Concat(talk.UnderWay.Keys).ShouldBe(open, ignoreOrder: true);
    });

    [Fact]
    public void A_question_is_answered_once_and_was_asked_before() => Check(talk =>
    {
        var asked = talk.Events.OfType<ApprovalAsked>().Select(e => (e.Run, e.Step, e.Number)).ToList();
        var answered = talk.Events.OfType<ApprovalAnswered>().Select(e => (e.Run, e.Step, e.Number)).ToList();
        asked.ShouldBeUnique();
        answered.ShouldBeUnique();
        answered.Except(asked).ShouldBeEmpty();
    });

    [Fact]
    public void What_may_have_been_done_is_never_allowed_again_by_nobody() => Check(talk =>
    {
        var doubtful = talk.Events.OfType<ApprovalAsked>().Where(e => e.IsDoubtful).Select(e => (e.Run, e.Step, e.Number)).ToHashSet();
        // Words are the call's result: nothing is done.
        talk.Events.OfType<ApprovalAnswered>().Where(e => e is { IsDefault: true, Approved: true, Words: null })
            .ShouldAllBe(e => !doubtful.Contains(new ValueTuple<long, int, int>(e.Run, e.Step, e.Number)));
    });

    [Fact]
    public void Every_call_has_exactly_one_result_unless_it_is_open() => Check(talk =>
    {
        var asked = talk.State.Transcript.OfType<AssistantEntry>().SelectMany(entry => entry.ToolCalls).Select(call => call.CallId);
        var answered = talk.State.Transcript.OfType<ToolEntry>().Select(entry => entry.CallId).ToList();
        var open = talk.State.Runs.Values.SelectMany(run => run.Open.Values).OfType<ToolRequest>().Select(call => call.CallId);
        answered.Concat(open).ShouldBe(asked, ignoreOrder: true);
    });

    private static IEnumerable<(long Run, ApprovalId Question, AskedApproval Asked)> WaitingIn(ConversationState state) =>
        state.Runs.Values.SelectMany(run => run.Asked.Select(asked => (run.Number, run.QuestionAt(asked.Key), asked.Value)));

    private static void Check(Action<Talk> law) => RandomTalks.Check(
        () =>
        {
            var talk = new Talk();
            return (talk, choice => Act(talk, choice % 16, choice / 16));
        },
        law);

    private static void Act(Talk talk, int act, int pick)
    {
        switch (act)
        {
            case 0 or 1:
                talk.Start($"r{pick % 30}", deadline: pick % 5 == 0 ? talk.Now.AddSeconds(1 + (pick % 60)) : null);
                break;
            case 2 when pick % 4 == 0:
                talk.Tell(new CancelRun(1 + (pick % 5), "no"));
                break;
            case 3:
                talk.Now = talk.Now.AddSeconds(pick % 20);
                talk.Tell(new ExpireRuns());
                (talk.State.NextDeadline is null || talk.State.NextDeadline > talk.Now).ShouldBeTrue();
                break;
            case 4:
                talk.Crash();
                break;
            case 5 or 6 or 7 when WaitingIn(talk.State).ToList() is { Count: > 0 } waiting:
                Answer(talk, waiting[pick % waiting.Count], pick);
                break;
            case 8:
                var stale = new ApprovalId(1 + (pick % 9), 1 + (pick % 2));
                if (!WaitingIn(talk.State).Any(asked => asked.Question == stale))
                    talk.Tell(new AnswerApproval(1 + (pick % 4), stale, pick % 2 == 0, null)).Events.ShouldBeEmpty();
                break;
            case > 8 when talk.UnderWay.Count > 0:
                talk.End(OutcomeOf(talk.UnderWay.Values.ElementAt(pick % talk.UnderWay.Count), pick));
                break;
        }
    }

    private static void Answer(Talk talk, (long Run, ApprovalId Question, AskedApproval Asked) waiting, int pick)
    {
        var approved = pick % 3 > 0;
        var answer = new AnswerApproval(waiting.Run, waiting.Question, approved, null)
        {
            Words = waiting.Asked.WantsWords && approved ? $"words {pick % 5}" : null,
        };
        talk.Tell(answer).Refusal.ShouldBeNull();
        var again = talk.Tell(answer);
        (again.Events.Length, again.Refusal).ShouldBe((0, null));
    }

    private static EffectOutcome OutcomeOf(CallEffect effect, int pick) => effect switch
    {
        CallTool { Approved: false } when pick % 3 > 0 => new AskPerson(effect.Id, "may I?")
        {
            WantsWords = pick % 5 == 0,
            IsDoubtful = pick % 7 == 0,
            Unanswered = pick % 2 == 0 ? null : new Unanswered(TimeSpan.FromSeconds(1 + (pick % 30)))
            {
                Approve = pick % 4 == 1, Answer = pick % 11 == 0 ? "any" : null,
            },
        },
        CallTool => new CompleteToolCall(effect.Id, "output"),
        _ when pick % 8 < 3 => new CompleteModelCall(effect.Id, "answer", [], "m"),
        _ => new CompleteModelCall(
            effect.Id, "", [.. Enumerable.Range(0, 1 + (pick % 3)).Select(n => new ToolRequest($"{effect.Id}-{n}", "t", "{}"))], "m"),
    };
}
