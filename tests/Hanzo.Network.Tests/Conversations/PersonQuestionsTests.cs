using System.Text.Json;
using Hanzo.Network.Conversations;
using Hanzo.Network.Devices;
using Hanzo.Network.Models;
using Hanzo.Network.Tools;
using Hanzo.Network.Tools.BuiltIn;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Tests.Conversations;

/// <summary>When a person is asked before a call.</summary>
public sealed class PersonQuestionsTests : EffectRunnerCase
{
    private static readonly Unanswered Hour = new(TimeSpan.FromHours(1)) { Approve = true };

    private int _paid;

    [Theory]
    [InlineData(99, false)]
    [InlineData(100, true)]
    public async Task A_rule_on_the_arguments_says_when(int amount, bool asks)
    {
        var outcome = await PayAsync(Over100, $$"""{"amount":{{amount}}}""");

        if (asks)
            outcome.ShouldBeOfType<AskPerson>().Question.ShouldBe("'pay' is called with these arguments only with a person's approval.");
        else outcome.ShouldBeOfType<CompleteToolCall>().Output.ShouldBe("paid 99");
        _paid.ShouldBe(asks ? 0 : 1);
    }

    [Fact]
    public async Task What_a_person_has_allowed_the_rule_is_not_asked_about() =>
        (await PayAsync(Over100, """{"amount":100}""", call => call with { Approved = true })).ShouldBeOfType<CompleteToolCall>();

    [Fact]
    public async Task A_rule_that_fails_or_is_not_there_asks()
    {
        var broken = Over100 with { NeedsApproval = _ => throw new InvalidOperationException("no rate for today") };

        (await PayAsync(broken, """{"amount":1}""")).ShouldBeOfType<AskPerson>().Question.ShouldContain("no rate for today");
        (await PayAsync(Over100 with { NeedsApproval = null }, """{"amount":1}""")).ShouldBeOfType<AskPerson>();
        _paid.ShouldBe(0);
    }

    [Fact]
    public async Task Arguments_that_do_not_fit_the_schema_are_told_to_the_model_and_not_to_the_rule() =>
        (await PayAsync(Over100, """{"amount":"much"}""")).ShouldBeOfType<FailToolCall>().Error.ShouldContain("amount");

    [Fact]
    public async Task A_question_carries_what_counts_when_nobody_answers()
    {
        var always = new ToolOptions { Approval = ToolApproval.Always, Unanswered = Hour };

        (await PayAsync(always, """{"amount":1}""")).ShouldBeOfType<AskPerson>().Unanswered.ShouldBe(Hour);
        var lost = await PayAsync(new ToolOptions { Unanswered = Hour }, """{"amount":1}""", call => call with { Recovered = true });
        lost.ShouldBeOfType<AskPerson>().ShouldSatisfyAllConditions(
            ask => ask.IsDoubtful.ShouldBeTrue(), ask => ask.Unanswered.ShouldBe(Hour));
    }

    [Fact]
    public async Task An_agent_asks_a_person_in_words()
    {
        var ask = (await AskAsync("Which colour?")).ShouldBeOfType<AskPerson>();

        (ask.Question, ask.WantsWords, ask.Unanswered).ShouldBe(("Which colour?", true, null));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public async Task A_question_that_asks_nothing_is_told_to_the_model(string question) =>
        (await AskAsync(question)).ShouldBeOfType<FailToolCall>().Error.ShouldContain("1 to 8192 bytes");

    [Fact]
    public async Task A_question_longer_than_lists_of_what_waits_can_hold_is_told_to_the_model() =>
        (await AskAsync(new string('ö', 4097))).ShouldBeOfType<FailToolCall>().Error.ShouldContain("4097 characters");

    [Fact]
    public void What_counts_when_nobody_answers_has_bounds()
    {
        Refused(TimeSpan.Zero).ShouldBe("'Unanswered' of tool 'pay' has 'after' 0 s; it must be 1 to 2592000 s. (Parameter 'tools')");
        Refused(TimeSpan.FromDays(31)).ShouldContain("1 to 2592000 s");
        Refused(TimeSpan.FromHours(1), new string('x', 501)).ShouldContain("501 characters; it must have 1 to 500");
    }

    private static string Refused(TimeSpan after, string? answer = null)
    {
        var options = new ToolOptions { Unanswered = new Unanswered(after) { Answer = answer } };
        var tool = new Tool(AIFunctionFactory.Create(() => 1, "pay"), options);
        return Should.Throw<ArgumentException>(() => new ToolCatalog([tool])).Message;
    }

    private static readonly ToolOptions Over100 = new()
    {
        Approval = ToolApproval.When, NeedsApproval = arguments => ((JsonElement)arguments["amount"]!).GetInt32() >= 100,
    };

    private Task<EffectOutcome> PayAsync(ToolOptions options, string arguments, Func<CallTool, CallTool>? with = null)
    {
        var pay = AIFunctionFactory.Create(
            (int amount) =>
            {
                _paid++;
                return $"paid {amount}";
            },
            "pay");
        var call = ToolCall("pay", arguments);
        return RunnerOf(new OfflineChatClient(), new Tool(pay, options))
            .RunAsync(with?.Invoke(call) ?? call, Agent("pay"), null, CancellationToken.None).WaitAsync(Bound);
    }

    private Task<EffectOutcome> AskAsync(string question)
    {
        var tool = BuiltInTools.Create(() => NodeDevice.NotProbed).Single(tool => tool.Name == "ask_person");
        return Call(tool, JsonSerializer.Serialize(new Dictionary<string, string> { ["question"] = question })).WaitAsync(Bound);
    }
}
