using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;

namespace Hanzo.Network.Tests.Conversations;

/// <summary>Random histories: requests, repeated and late messages, cancels, deadlines, crashes, in any order.</summary>
public sealed class ConversationPropertyTests
{
    [Fact]
    public void Replayed_events_give_the_live_state() => Check(RandomTalks.ReplayGivesTheLiveState);

    [Fact]
    public void Events_that_went_through_the_codec_give_the_live_state() => Check(RandomTalks.ReplayThroughTheCodecGivesTheLiveState);

    [Fact]
    public void What_is_under_way_is_what_the_state_says_is_open() => Check(talk =>
    {
        var open = talk.State.Runs.Values.SelectMany(run => run.Open.Keys.Select(step => new EffectId(run.Number, step)));
        open.ShouldBe(talk.UnderWay.Keys, ignoreOrder: true);
        Conversation.OpenEffects(talk.State).OfType<CallEffect>().Select(effect => effect.Id)
            .ShouldBe(talk.UnderWay.Keys, ignoreOrder: true);
    });

    [Fact]
    public void Nothing_waits_while_nothing_runs_and_every_bound_holds() => Check(talk =>
    {
        if (talk.State.Active is null) talk.State.Queue.ShouldBeEmpty();
        if (talk.State.ActiveRun is { } active) active.Open.ShouldNotBeEmpty();
        talk.State.Queue.Count.ShouldBeLessThanOrEqualTo(ConversationLimits.MaxQueued);
        talk.State.Runs.Values.ShouldAllBe(run => run.ModelCalls <= RunLimits.DefaultIterations);
        talk.State.Runs.Values.Where(run => run.IsFinished).ShouldAllBe(run => run.Open.IsEmpty && run.EndedAt != null);
    });

    [Fact]
    public void Every_tool_call_has_exactly_one_result_unless_it_is_under_way() => Check(talk =>
    {
        var asked = talk.State.Transcript.OfType<AssistantEntry>().SelectMany(entry => entry.ToolCalls).Select(call => call.CallId)
            .ToList();
        var answered = talk.State.Transcript.OfType<ToolEntry>().Select(entry => entry.CallId).ToList();
        var open = talk.UnderWay.Values.OfType<CallTool>().Select(effect => effect.Call.CallId);
        answered.Concat(open).ShouldBe(asked, ignoreOrder: true);
    });

    [Fact]
    public void Every_effect_has_one_beginning_and_at_most_one_end() => Check(talk =>
    {
        var begun = talk.Events.OfType<EffectChange>().Where(@event => @event is ModelCalled or ToolCalled).Select(IdOf).ToList();
        var ended = talk.Events.OfType<EffectChange>().Where(@event => @event is not (ModelCalled or ToolCalled)).Select(IdOf).ToList();
        begun.ShouldBeUnique();
        ended.ShouldBeUnique();
        ended.Except(begun).ShouldBeEmpty();
    });

    [Fact]
    public void Every_run_ends_once_when_its_effects_end() => Check(talk =>
    {
        for (var steps = 0; talk.UnderWay.Count > 0; steps++)
        {
            steps.ShouldBeLessThan(100);
            var effect = talk.UnderWay.Values.First();
            talk.End(effect is CallModel ? new CompleteModelCall(effect.Id, "done", [], "m") : new CompleteToolCall(effect.Id, "done"));
        }

        talk.State.Runs.Values.ShouldAllBe(run => run.IsFinished);
        var ends = talk.Events.Where(@event => @event is RunCompleted or RunFailed or RunCancelled).Cast<RunChange>()
            .Select(end => end.Run).ToList();
        ends.ShouldBe(talk.State.Runs.Keys, ignoreOrder: true);
    });

    private static EffectId IdOf(EffectChange change) => new(change.Run, change.Step);

    private static void Check(Action<Talk> law) => RandomTalks.Check(
        () =>
        {
            var talk = new Talk();
            var requests = new Dictionary<string, RunId>();
            return (talk, choice => Act(talk, choice, requests));
        },
        law);

    private static void Act(Talk talk, int choice, Dictionary<string, RunId> requests)
    {
        var pick = choice / 16;
        switch (choice % 16)
        {
            case 0 or 1 or 2:
                Start(talk, $"r{pick % 30}", pick % 5 == 0 ? talk.Now.AddSeconds(pick % 7) : null, requests);
                break;
            case 3:
                talk.Tell(new CancelRun(1 + (pick % 5), "no"));
                break;
            case 4:
                talk.Now = talk.Now.AddSeconds(pick % 4);
                talk.Tell(new ExpireRuns());
                break;
            case 5:
                talk.Crash();
                break;
            case 6:
                talk.Tell(new CompleteToolCall(new EffectId(1 + (pick % 4), 1 + (pick % 9)), "late")).ShouldNotBeNull();
                foreach (var gone in talk.UnderWay.Keys.Except(OpenIn(talk.State)).ToList()) talk.UnderWay.Remove(gone);
                break;
            default:
                if (talk.UnderWay.Count > 0) talk.End(OutcomeOf(talk.UnderWay.Values.ElementAt(pick % talk.UnderWay.Count), pick));
                break;
        }
    }

    private static void Start(Talk talk, string request, DateTimeOffset? deadline, Dictionary<string, RunId> requests)
    {
        var decision = talk.Start(request, deadline: deadline);
        if (decision.Run is { } run && !requests.TryAdd(request, run)) run.ShouldBe(requests[request]);
        (decision.Run is null).ShouldBe(decision.Refusal is not null);
    }

    private static IEnumerable<EffectId> OpenIn(ConversationState state) =>
        state.Runs.Values.SelectMany(run => run.Open.Keys.Select(step => new EffectId(run.Number, step)));

    private static EffectOutcome OutcomeOf(CallEffect effect, int pick) => effect switch
    {
        CallTool => pick % 3 == 0 ? new FailToolCall(effect.Id, "error") : new CompleteToolCall(effect.Id, "output"),
        _ => (pick % 8) switch
        {
            0 => new FailModelCall(effect.Id, "error"),
            1 or 2 => new CompleteModelCall(effect.Id, "answer", [], "m", new ModelUsage(1, 2)),
            _ =>
                new CompleteModelCall(
                    effect.Id,
                    "",
                    [.. Enumerable.Range(0, 1 + (pick % 3)).Select(n => new ToolRequest($"{effect.Id}-{n}", "t", "{}"))],
                    "m"),
        },
    };
}
