using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Tests.Conversations;

/// <summary>A conversation that grows beyond what its model is told.</summary>
public sealed class SummaryTests
{
    private readonly Talk _talk = new() { Agent = BuiltInAgents.Math with { HistoryTokens = 500 } };

    [Fact]
    public void A_model_is_asked_for_a_summary_before_the_turn_that_would_be_too_long()
    {
        var asked = Grow();

        (asked.IsSummary, asked.MaxOutput, asked.Id.Step).ShouldBe((true, 64, 1));
        asked.Transcript.ShouldBe([new UserEntry("first"), new AssistantEntry(Long, [])]);

        var turn = _talk.Say("They greeted.").Effects.ShouldHaveSingleItem().ShouldBeOfType<CallModel>();

        turn.IsSummary.ShouldBeFalse();
        turn.Transcript.ShouldBe([new SummaryEntry("They greeted."), new UserEntry("second")]);
        _talk.Events.OfType<HistorySummarized>().ShouldHaveSingleItem().Model.ShouldBe("m");
        _talk.Say("done");
        _talk.State.ResultOf(2)!.Output.ShouldBe("done");
    }

    [Fact]
    public void The_call_counts_for_the_budget_and_not_as_a_turn()
    {
        Grow();
        _talk.Say("short");

        _talk.State.Runs[2].ModelCalls.ShouldBe(1);
        _talk.State.ResultOf(2)!.Usage!.ModelCalls.ShouldBe(2);
    }

    [Fact]
    public void Without_a_summary_the_conversation_goes_on()
    {
        var asked = Grow();

        var turn = _talk.End(new FailModelCall(asked.Id, "out of order")).Effects.ShouldHaveSingleItem().ShouldBeOfType<CallModel>();

        turn.Transcript.ShouldBe([new SummaryEntry("(2 earlier messages were left out.)"), new UserEntry("second")]);
        _talk.Events.OfType<HistorySummarized>().Single().Error.ShouldBe("out of order");
    }

    [Fact]
    public void Nothing_said_is_no_summary()
    {
        Grow();

        _talk.Say("  ");

        _talk.Events.OfType<HistorySummarized>().Single().Text.ShouldBe("(2 earlier messages were left out.)");
    }

    [Fact]
    public void The_last_call_that_the_budget_has_is_for_the_answer()
    {
        _talk.Start("r1", "first");
        _talk.Say(Long);

        _talk.Tell(new StartRun("r2", "second") { Limits = new RunLimits { ModelCalls = 1 } });

        _talk.UnderWay.Values.ShouldHaveSingleItem().ShouldBeOfType<CallModel>().IsSummary.ShouldBeFalse();
        _talk.Events.OfType<HistorySummarized>().Single().Error.ShouldBe("its budget of 1 model calls leaves only the answer.");
        _talk.Say("done");
        _talk.State.ResultOf(2)!.Output.ShouldBe("done");
    }

    [Fact]
    public void Another_writer_asks_for_the_summary_again()
    {
        Grow();

        var again = _talk.Crash().Effects.ShouldHaveSingleItem().ShouldBeOfType<CallModel>();

        (again.IsSummary, again.Recovered).ShouldBe((true, true));
        _talk.Say("short");
        _talk.UnderWay.Values.ShouldHaveSingleItem().ShouldBeOfType<CallModel>().IsSummary.ShouldBeFalse();
    }

    [Fact]
    public void A_run_that_is_cancelled_meanwhile_ends()
    {
        Grow();

        _talk.Tell(new CancelRun(2, "enough"));

        _talk.State.ResultOf(2)!.Status.ShouldBe(RunStatus.Cancelled);
        _talk.State.Runs[2].Summarizes.ShouldBeNull();
        _talk.State.Transcript.Count.ShouldBe(3);
    }

    [Fact]
    public void Replayed_and_restored_histories_are_the_same()
    {
        Grow();
        var during = Talk.Dump(_talk.State);
        Talk.Dump(Talk.Replay(_talk.Events)).ShouldBe(during);

        _talk.Say("short");

        Talk.Dump(Talk.Replay(_talk.Events)).ShouldBe(Talk.Dump(_talk.State));
    }

    [Fact]
    public void A_model_is_told_the_summary_with_its_instructions()
    {
        var messages = ChatMessages.From(_talk.Agent, [new SummaryEntry("They greeted."), new UserEntry("second")]);

        messages.Select(message => message.Role).ShouldBe([ChatRole.System, ChatRole.User]);
        messages[0].Text.ShouldBe($"{_talk.Agent.Instructions}\n\nThe conversation so far, in short:\nThey greeted.");
    }

    private static readonly string Long = string.Join(' ', Enumerable.Repeat("hello", 400));

    /// <summary>The second run finds the history too long.</summary>
    private CallModel Grow()
    {
        _talk.Start("r1", "first");
        _talk.Say(Long);
        _talk.Start("r2", "second");
        return _talk.UnderWay.Values.ShouldHaveSingleItem().ShouldBeOfType<CallModel>();
    }
}
