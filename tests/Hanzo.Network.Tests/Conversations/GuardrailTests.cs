using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;
using Hanzo.Network.Guardrails;

namespace Hanzo.Network.Tests.Conversations;

/// <summary>What guardrails do to the runs of an agent.</summary>
public sealed class GuardrailTests : EffectRunnerCase
{
    private static readonly Agent Guarded = BuiltInAgents.Math with
    {
        Guardrails =
        [
            new GuardrailRule { On = GuardrailStage.Input, Pattern = "secret" },
            new GuardrailRule { On = GuardrailStage.Input, Pattern = "sk-[a-z]+", With = "[key]" },
            new GuardrailRule { On = GuardrailStage.Output, Pattern = "rude" },
            new GuardrailRule { On = GuardrailStage.Output, Pattern = "[0-9]{4}", With = "####" },
        ],
    };

    private readonly Talk _talk = new() { Agent = Guarded };

    [Fact]
    public async Task A_blocked_input_reaches_no_model_neither_now_nor_later()
    {
        var model = ScriptedChatClient.Saying("fine");
        await RunAsync(model, "a secret");

        model.Calls.ShouldBe(0);
        _talk.State.ResultOf(1)!.Error.ShouldBe("its input was blocked by guardrail '/secret/': it matches.");

        await RunAsync(model, "something else");
        model.Seen.Single().Select(message => message.Text).ShouldBe(
            [Guarded.Instructions, GuardrailTripped.Withheld, "something else"]);
        _talk.State.ResultOf(2)!.Output.ShouldBe("fine");
    }

    [Fact]
    public async Task A_rewritten_input_is_what_the_model_is_told_now_and_later()
    {
        var model = ScriptedChatClient.Saying("one", "two");
        await RunAsync(model, "use sk-abc");
        await RunAsync(model, "go on");

        model.Seen[0][1].Text.ShouldBe("use [key]");
        model.Seen[1][1].Text.ShouldBe("use [key]");
        var trip = _talk.Events.OfType<GuardrailTripped>().Single();
        (trip.Stage, trip.Guardrail, trip.Text, trip.IsBlocked).ShouldBe(("input", "/sk-[a-z]+/", "use [key]", false));
    }

    [Fact]
    public async Task A_rewritten_answer_is_all_that_is_kept()
    {
        await RunAsync(ScriptedChatClient.Saying("It is 1234."), "x");

        _talk.State.ResultOf(1)!.Output.ShouldBe("It is ####.");
        _talk.Events.OfType<ModelReplied>().Single().Text.ShouldBe("It is ####.");
        _talk.State.Transcript[^1].ShouldBeOfType<AssistantEntry>().Text.ShouldBe("It is ####.");
    }

    [Fact]
    public async Task A_blocked_answer_is_nowhere_and_still_counted()
    {
        await RunAsync(ScriptedChatClient.Saying("You are rude."), "x");

        _talk.State.ResultOf(1)!.Error.ShouldBe("its answer was blocked by guardrail '/rude/': it matches.");
        _talk.State.Transcript.OfType<AssistantEntry>().ShouldBeEmpty();
        _talk.Events.OfType<ModelReplied>().ShouldBeEmpty();
        _talk.State.ResultOf(1)!.Usage!.Tokens.ShouldBe(13);
    }

    [Fact]
    public async Task Pieces_of_answers_that_are_checked_are_not_told()
    {
        _talk.Start();
        var call = _talk.UnderWay.Values.OfType<CallModel>().Single();

        await RunnerOf(ScriptedChatClient.Saying("You are rude.")).RunAsync(
            call, Guarded, piece => throw new InvalidOperationException(piece), CancellationToken.None).WaitAsync(Bound);
    }

    [Fact]
    public void An_input_that_was_not_checked_when_its_run_ended_is_withheld()
    {
        _talk.Start("r1", "a secret");
        _talk.Tell(new CancelRun(1, "enough"));

        _talk.State.Transcript.ShouldBe([new UserEntry(GuardrailTripped.Withheld)]);
        _talk.Events.OfType<GuardrailTripped>().Single().Reason.ShouldBe("no guardrail has seen it.");
    }

    [Fact]
    public void An_input_that_was_checked_stays_when_a_later_call_fails()
    {
        _talk.Start("r1", "fine");
        _talk.Ask("t");
        _talk.End(new CompleteToolCall(_talk.UnderWay.Keys.Single(), "T"));
        _talk.End(new FailModelCall(_talk.UnderWay.Keys.Single(), "gone"));

        _talk.State.Transcript[0].ShouldBe(new UserEntry("fine"));
    }

    [Fact]
    public void Only_the_first_turn_of_a_run_checks_its_input()
    {
        _talk.Start();
        _talk.UnderWay.Values.OfType<CallModel>().Single().IsFirst.ShouldBeTrue();
        _talk.Ask("t");
        _talk.End(new CompleteToolCall(_talk.UnderWay.Keys.Single(), "T"));

        _talk.UnderWay.Values.OfType<CallModel>().Single().IsFirst.ShouldBeFalse();
    }

    private async Task RunAsync(ScriptedChatClient model, string input)
    {
        _talk.Start($"r{_talk.State.NextRun}", input);
        var call = _talk.UnderWay.Values.OfType<CallModel>().Single();
        _talk.End(await RunnerOf(model).RunAsync(call, Guarded, null, CancellationToken.None).WaitAsync(Bound));
    }
}
