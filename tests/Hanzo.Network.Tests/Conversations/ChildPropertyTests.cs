using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;
using Hanzo.Network.Guardrails;

namespace Hanzo.Network.Tests.Conversations;

/// <summary>Random histories of an agent with limits, guardrails, a short memory and others that it asks.</summary>
public sealed class ChildPropertyTests
{
    private static readonly string[] Functions = ["t", "ask_text", "hand_off_to_text", "u"];

    private static readonly Agent Asking = BuiltInAgents.Math with
    {
        HistoryTokens = 500,
        Limits = new RunLimits { Tokens = 9_000, ToolCalls = 9 },
        Guardrails = [new GuardrailRule { On = GuardrailStage.Input, Pattern = "x" }],
        Agents = [new AgentLink(AgentName.Parse("text")), new AgentLink(AgentName.Parse("text")) { Mode = AgentLinkMode.HandOff }],
    };

    [Fact]
    public void Replayed_events_give_the_live_state() => Check(RandomTalks.ReplayGivesTheLiveState);

    [Fact]
    public void Events_that_went_through_the_codec_give_the_live_state() => Check(RandomTalks.ReplayThroughTheCodecGivesTheLiveState);

    [Fact]
    public void No_run_of_another_agent_is_left_behind() => Check(talk =>
    {
        var asked = talk.Events.OfType<ToolCalled>().Where(called => called is { Agent: not null, IsRefused: false }).Select(IdOf);
        var ended = talk.Events.Where(@event => @event is ToolReturned or ToolFailed).Cast<EffectChange>().Select(IdOf).ToHashSet();
        foreach (var call in asked.Where(id => talk.State.Runs[id.Run].IsFinished))
        {
            ended.ShouldContain(call);
            var answered = talk.Events.Exists(@event => @event is ToolReturned or ToolFailed { IsDoubtful: false }
                && IdOf((EffectChange)@event) == call);
            if (!answered) talk.Cancelled.ShouldContain(cancel => cancel.Call.Id == call);
        }
    });

    [Fact]
    public void Calls_and_results_are_in_pairs() => Check(talk =>
    {
        var called = talk.Events.OfType<ToolCalled>().Select(IdOf).ToList();
        var ended = talk.Events.Where(@event => @event is ToolReturned or ToolFailed).Cast<EffectChange>().Select(IdOf).ToList();
        var open = talk.State.Runs.Values.SelectMany(run => run.Open.Where(call => call.Value is not null)
            .Select(call => new EffectId(run.Number, call.Key)));
        ended.Concat(open).ShouldBe(called, ignoreOrder: true);
        talk.State.Runs.Values.Where(run => run.IsFinished).ShouldAllBe(run => run.Open.IsEmpty && run.Children.IsEmpty);
    });

    [Fact]
    public void Limits_hold() => Check(talk =>
    {
        foreach (var run in talk.State.Runs.Values)
        {
            talk.Events.OfType<ToolCalled>().Count(called => called.Run == run.Number && !called.IsRefused).ShouldBeLessThanOrEqualTo(9);
            run.ModelCalls.ShouldBeLessThanOrEqualTo(RunLimits.DefaultIterations);
        }
    });

    [Fact]
    public void Every_run_ends_when_its_calls_end() => Check(talk =>
    {
        for (var steps = 0; talk.State.Active is not null; steps++)
        {
            steps.ShouldBeLessThan(400);
            if (talk.UnderWay.Count > 0) talk.End(LastWord(talk.UnderWay.Values.First()));
            else foreach (var step in talk.State.ActiveRun!.Open.Keys) talk.End(new CutCall(new EffectId(talk.State.Active.Value, step)));
        }

        talk.State.Runs.Values.ShouldAllBe(run => run.IsFinished);
    });

    private static EffectId IdOf(EffectChange change) => new(change.Run, change.Step);

    private static EffectOutcome LastWord(CallEffect effect) => effect is CallModel
        ? new CompleteModelCall(effect.Id, "done", [], "m")
        : new CompleteToolCall(effect.Id, "done");

    private static void Check(Action<Talk> law) => RandomTalks.Check(
        () =>
        {
            var talk = new Talk { Agent = Asking };
            return (talk, choice => Act(talk, choice));
        },
        law);

    private static void Act(Talk talk, int choice)
    {
        var pick = choice / 16;
        switch (choice % 16)
        {
            case 0 or 1 or 2:
                var deadline = pick % 5 == 0 ? talk.Now.AddSeconds(1 + (pick % 7)) : (DateTimeOffset?)null;
                var limits = pick % 3 == 0 ? new RunLimits { ModelCalls = 1 + (pick % 6), Tokens = 1_000 + (pick % 9_000) } : null;
                talk.Tell(new StartRun($"r{pick % 30}", new string('a', 1 + (pick % 900)), "") { Deadline = deadline, Limits = limits });
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
            case 6 when talk.UnderWay.Values.OfType<CallAgent>().FirstOrDefault() is { } call:
                talk.Tell(new ChildBegan(call.Id, RunId.Parse("text.0.01J9ZZZZZZZZZZZZZZZZZZZZZY.1"), "n2"));
                talk.Tell(new ChildMoved(call.Id, pick, RunEventTypes.ToolCalled, "t {}"));
                break;
            case 7 when talk.Cancelled.Count > 0:
                var cancelled = talk.Cancelled[pick % talk.Cancelled.Count].Call.Id;
                talk.Tell(pick % 2 == 0 ? new CutCall(cancelled) : new FailToolCall(cancelled, "cancelled"));
                break;
            default:
                if (talk.UnderWay.Count > 0) talk.End(OutcomeOf(talk.UnderWay.Values.ElementAt(pick % talk.UnderWay.Count), pick));
                break;
        }
    }

    private static ToolRequest Call(EffectId effect, int index, string function) => new($"{effect}-{index}", function, "{}");

    private static EffectOutcome OutcomeOf(CallEffect effect, int pick) => effect switch
    {
        CallModel => (pick % 9) switch
        {
            0 => new FailModelCall(effect.Id, "error"),
            1 => new BlockModelCall(effect.Id, [new GuardrailTrip(GuardrailStage.Input, "/x/", "it matches.", null)], null),
            2 or 3 => new CompleteModelCall(effect.Id, new string('b', pick % 3000), [], "m", new ModelUsage(pick % 500, pick % 300)),
            _ => new CompleteModelCall(
                effect.Id,
                "",
                [.. Enumerable.Range(0, 1 + (pick % 3)).Select(n => Call(effect.Id, n, Functions[((pick / 9) + n) % 4]))],
                "m"),
        },
        _ => pick % 3 == 0
            ? new FailToolCall(effect.Id, "error") { Used = new RunUsage { InputTokens = pick % 100 } }
            : new CompleteToolCall(effect.Id, new string('c', pick % 2000)),
    };
}
