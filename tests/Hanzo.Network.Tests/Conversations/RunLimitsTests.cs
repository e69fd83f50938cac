using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;

namespace Hanzo.Network.Tests.Conversations;

public sealed class RunLimitsTests
{
    private readonly Talk _talk = new();

    [Fact]
    public void A_request_sets_the_turns_of_its_run_and_the_agent_bounds_them()
    {
        var talk = new Talk { Agent = BuiltInAgents.Math with { Limits = new RunLimits { Iterations = 3 } } };
        Start(talk, new RunLimits { Iterations = 50 });
        Turn(talk);
        Turn(talk);

        talk.Ask("t").Effects.ShouldBeEmpty();

        talk.State.ResultOf(1)!.Error.ShouldBe("no answer after 3 model calls, the most a run may make.");
    }

    [Fact]
    public void A_request_may_have_more_turns_than_usual()
    {
        Start(_talk, new RunLimits { Iterations = 12 });
        for (var i = 1; i < 12; i++) Turn(_talk);

        _talk.Say("done");

        _talk.State.ResultOf(1)!.Output.ShouldBe("done");
    }

    [Fact]
    public void The_budget_of_model_calls_is_for_all_of_them()
    {
        Start(_talk, new RunLimits { ModelCalls = 2 });
        Turn(_talk);

        _talk.Ask("t").Effects.ShouldBeEmpty();

        var result = _talk.State.ResultOf(1)!;
        (result.Error, result.Output).ShouldBe(("its budget of 2 model calls is used up.", "T"));
        result.Usage.ShouldBe(new RunUsage { ModelCalls = 2, ToolCalls = 1 });
    }

    [Fact]
    public void Tool_calls_beyond_their_budget_are_not_made_and_the_model_goes_on_with_what_it_has()
    {
        Start(_talk, new RunLimits { ToolCalls = 1 });

        var calls = _talk.Ask("a", "b").Effects;
        calls.ShouldHaveSingleItem().ShouldBeOfType<CallTool>().Call.Tool.ShouldBe("a");
        _talk.End(new CompleteToolCall(new EffectId(1, 2), "A")).Effects.ShouldHaveSingleItem().ShouldBeOfType<CallModel>();
        _talk.Ask("c").Effects.ShouldHaveSingleItem().ShouldBeOfType<CallModel>();
        _talk.Say("done");

        const string Why = "not called: the run's budget of 1 tool calls is used up.";
        _talk.State.Transcript.OfType<ToolEntry>().Where(entry => entry.Failed).Select(entry => (entry.Tool, entry.Output))
            .ShouldBe([("b", Why), ("c", Why)]);
        _talk.State.ResultOf(1)!.Usage.ShouldBe(new RunUsage { ModelCalls = 3, ToolCalls = 1 });
    }

    [Fact]
    public void A_model_may_answer_with_the_tokens_that_are_left()
    {
        Start(_talk, new RunLimits { Tokens = 1000 });
        var told = TokenEstimate.Of(_talk.Agent, _talk.State.Transcript);
        OnlyCall(_talk).MaxOutput.ShouldBe((int)(1000 - told));

        Turn(_talk, new ModelUsage(500, 100));

        OnlyCall(_talk).MaxOutput.ShouldBe((int)(1000 - 600 - TokenEstimate.Of(_talk.Agent, _talk.State.Transcript)));
    }

    [Fact]
    public void A_model_is_not_asked_when_what_it_would_be_told_is_more_than_is_left()
    {
        Start(_talk, new RunLimits { Tokens = 1000 });

        Turn(_talk, new ModelUsage(700, 250)).Effects.ShouldBeEmpty();

        var result = _talk.State.ResultOf(1)!;
        result.Error!.ShouldStartWith("its budget of 1,000 tokens is used up: 950 were used, the next call takes ");
        (result.Output, result.Usage!.Tokens).ShouldBe(("T", 950));
        _talk.UnderWay.ShouldBeEmpty();
    }

    [Fact]
    public void What_a_model_does_not_tell_is_estimated_where_tokens_count()
    {
        Start(_talk, new RunLimits { Tokens = 5000 });
        var told = TokenEstimate.Of(_talk.Agent, _talk.State.Transcript);

        _talk.Say(new string('x', 400));

        var used = _talk.State.ResultOf(1)!.Usage!;
        used.InputTokens.ShouldBe(told);
        used.OutputTokens.ShouldBeInRange(100, 110);
        _talk.Events.OfType<ModelReplied>().Single().Usage!.IsEstimate.ShouldBeTrue();
    }

    [Fact]
    public void Money_is_counted_by_the_price_of_the_agent()
    {
        var talk = new Talk { Agent = BuiltInAgents.Math with { Price = new ModelPrice(1, 10) } };
        Start(talk, new RunLimits { Usd = 0.01m });
        OnlyCall(talk).MaxOutput!.Value.ShouldBeInRange(980, 1000);

        Turn(talk, new ModelUsage(1000, 899)).Effects.ShouldBeEmpty();

        var result = talk.State.ResultOf(1)!;
        (result.Error, result.Usage!.Usd).ShouldBe(("its budget of 0.01 US dollars is used up: 0.00999 were used.", 0.00999m));
    }

    [Fact]
    public void Money_that_cannot_be_counted_is_not_spent()
    {
        Start(_talk, new RunLimits { Usd = 1 });

        _talk.UnderWay.ShouldBeEmpty();
        _talk.State.ResultOf(1)!.Error.ShouldBe("its budget of 1 US dollars cannot be kept: agent 'math' has no price.");
    }

    [Fact]
    public void A_reply_that_the_budget_ended_is_no_answer()
    {
        Start(_talk, new RunLimits { Tokens = 1000 });
        var call = _talk.UnderWay.Keys.Single();

        _talk.End(new CompleteModelCall(call, "It is ab", [new ToolRequest("c", "t", "{\"a")], "m", new ModelUsage(1, 9)) { IsCut = true })
            .Effects.ShouldBeEmpty();

        var result = _talk.State.ResultOf(1)!;
        (result.Status, result.Error, result.Output).ShouldBe((RunStatus.Failed, "its budget ended the reply of its model.", "It is ab"));
    }

    [Fact]
    public void Another_writer_goes_on_with_what_has_been_used()
    {
        Start(_talk, new RunLimits { Tokens = 1000, ToolCalls = 1 });
        Turn(_talk, new ModelUsage(600, 100));

        _talk.Crash();

        OnlyCall(_talk).MaxOutput.ShouldBe((int)(1000 - 700 - TokenEstimate.Of(_talk.Agent, _talk.State.Transcript)));
        _talk.Ask("t").Effects.ShouldHaveSingleItem().ShouldBeOfType<CallModel>();
    }

    [Fact]
    public void The_next_run_begins_anew()
    {
        Start(_talk, new RunLimits { ModelCalls = 1 });
        _talk.Ask("t");
        _talk.State.ResultOf(1)!.Status.ShouldBe(RunStatus.Failed);

        _talk.Start("r2");
        Turn(_talk);
        _talk.Say("done");

        _talk.State.ResultOf(2)!.Usage.ShouldBe(new RunUsage { ModelCalls = 2, ToolCalls = 1 });
    }

    [Theory]
    [InlineData(0, null, "limits.iterations is 0; it must be 1 to 100.")]
    [InlineData(null, -1, "limits.tool_calls is -1; it must be 0 to 10,000.")]
    public void Limits_that_are_none_are_refused(int? iterations, int? toolCalls, string why)
    {
        var refused = Start(_talk, new RunLimits { Iterations = iterations, ToolCalls = toolCalls }).Refusal!;

        (refused.Error, refused.Message).ShouldBe((NetworkError.InvalidRequest, why));
    }

    [Fact]
    public void Work_so_far_is_bounded_and_the_newest_is_kept()
    {
        Start(_talk, new RunLimits { ModelCalls = 3 });
        Turn(_talk, output: new string('a', WorkSoFar.MaxBytes));
        Turn(_talk, output: "newest");
        _talk.Ask("t");

        _talk.State.ResultOf(1)!.Output.ShouldBe("newest");
    }

    private static Decision Start(Talk talk, RunLimits limits) => talk.Tell(new StartRun("r1", "1+1", "because") { Limits = limits });

    /// <summary>The model asks for a tool, which returns.</summary>
    private static Decision Turn(Talk talk, ModelUsage? usage = null, string output = "T")
    {
        var call = talk.UnderWay.Keys.Single();
        talk.End(new CompleteModelCall(call, "", [new ToolRequest($"c{call}", "t", "{}")], "m", usage));
        return talk.End(new CompleteToolCall(talk.UnderWay.Keys.Single(), output));
    }

    private static CallModel OnlyCall(Talk talk) => talk.UnderWay.Values.ShouldHaveSingleItem().ShouldBeOfType<CallModel>();
}
