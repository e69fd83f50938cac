using Hanzo.Network.Agents;
using Hanzo.Network.Guardrails;

namespace Hanzo.Network.Tests.Guardrails;

public sealed class GuardrailCatalogTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public async Task Each_rule_sees_what_the_one_before_has_left()
    {
        var trips = await CheckAsync(
            "my key is sk-abc",
            new GuardrailRule { Pattern = "sk-[a-z]+", With = "[key] $1" },
            new GuardrailRule { Pattern = @"\[key\]", With = "KEY" });

        trips.Select(trip => trip.Text).ShouldBe(["my key is [key] $1", "my key is KEY $1"]);
    }

    [Fact]
    public async Task The_first_that_blocks_is_the_last()
    {
        var asked = 0;
        var trips = await CheckAsync(
            "bad",
            new GuardrailRule { Pattern = "good" },
            new GuardrailRule { Pattern = "bad", Reason = "no." },
            Named((_, _) => Pass(ref asked)));

        trips.ShouldBe([new GuardrailTrip(GuardrailStage.Input, "/bad/", "no.", null)]);
        asked.ShouldBe(0);
    }

    [Fact]
    public async Task A_rule_for_the_other_stage_is_not_asked() =>
        (await CheckAsync("bad", new GuardrailRule { Pattern = "bad", On = GuardrailStage.Output })).ShouldBeEmpty();

    [Fact]
    public async Task One_from_code_passes_blocks_or_rewrites()
    {
        (await CheckAsync("x", Named((_, _) => ValueTask.FromResult(GuardrailVerdict.Pass)))).ShouldBeEmpty();
        (await CheckAsync("x", Named((_, _) => ValueTask.FromResult(GuardrailVerdict.Block("no.")))))
            .ShouldBe([new GuardrailTrip(GuardrailStage.Input, "mine", "no.", null)]);
        (await CheckAsync("x", Named((text, _) => ValueTask.FromResult(GuardrailVerdict.Rewrite(text.Text + "y", "because.")))))
            .ShouldBe([new GuardrailTrip(GuardrailStage.Input, "mine", "because.", "xy")]);
    }

    [Fact]
    public async Task One_that_fails_or_is_not_there_blocks()
    {
        (await CheckAsync("x", Named((_, _) => throw new InvalidOperationException("out of order"))))
            .ShouldBe([new GuardrailTrip(GuardrailStage.Input, "mine", "it failed: out of order", null)]);
        (await CheckAsync("x", new GuardrailRule { Name = "yours" }))
            .ShouldBe([new GuardrailTrip(GuardrailStage.Input, "yours", "this node does not have it.", null)]);
    }

    [Fact]
    public async Task One_that_does_not_answer_blocks()
    {
        var check = CheckAsync("x", Named(async (_, cancellation) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, _time, cancellation);
            return GuardrailVerdict.Pass;
        }));

        _time.Advance(GuardrailCatalog.Timeout);

        (await check.WaitAsync(TimeSpan.FromSeconds(20)))
            .ShouldBe([new GuardrailTrip(GuardrailStage.Input, "mine", "it did not answer within 30 s.", null)]);
    }

    [Fact]
    public async Task One_that_breaks_when_it_is_cut_does_not_break_who_cuts_it()
    {
        using var caller = new CancellationTokenSource();
        var check = CheckAsync(
            "x",
            [
                Named((_, cancellation) =>
                {
                    cancellation.Register(() => throw new InvalidOperationException("out of order"));
                    return new ValueTask<GuardrailVerdict>(new TaskCompletionSource<GuardrailVerdict>().Task);
                }),
            ],
            caller.Token);

        Should.NotThrow(caller.Cancel);

        await Should.ThrowAsync<OperationCanceledException>(() => check.WaitAsync(TimeSpan.FromSeconds(20)));
        Should.NotThrow(() => _time.Advance(TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void Two_of_one_name_are_refused() =>
        Should.Throw<ArgumentException>(() => new GuardrailCatalog([new Mine(null!), new Mine(null!)], _time))
            .Message.ShouldContain("'mine'");

    [Theory]
    [InlineData(null, null, "must have either a name or a pattern.")]
    [InlineData("mine", "x", "must have either a name or a pattern.")]
    [InlineData(null, "(", "pattern '(' cannot be used")]
    [InlineData(null, "(a)\\1", "pattern '(a)\\1' cannot be used")]
    public void A_rule_that_is_none_says_why(string? name, string? pattern, string why) =>
        new GuardrailRule { Name = name, Pattern = pattern }.Check().ShouldNotBeNull().ShouldContain(why);

    private Func<GuardedText, CancellationToken, ValueTask<GuardrailVerdict>>? _mine;

    private GuardrailRule Named(Func<GuardedText, CancellationToken, ValueTask<GuardrailVerdict>> check)
    {
        _mine = check;
        return new GuardrailRule { Name = "mine" };
    }

    private Task<GuardrailTrip[]> CheckAsync(string text, params GuardrailRule[] rules) => CheckAsync(text, rules, CancellationToken.None);

    private async Task<GuardrailTrip[]> CheckAsync(string text, GuardrailRule[] rules, CancellationToken cancellation)
    {
        var catalog = new GuardrailCatalog(_mine is null ? [] : [new Mine(_mine)], _time);
        var agent = BuiltInAgents.Math with { Guardrails = [.. rules] };
        return [.. await catalog.CheckAsync(agent, GuardrailStage.Input, text, cancellation)];
    }

    private static ValueTask<GuardrailVerdict> Pass(ref int asked)
    {
        asked++;
        return ValueTask.FromResult(GuardrailVerdict.Pass);
    }

    private sealed class Mine(Func<GuardedText, CancellationToken, ValueTask<GuardrailVerdict>> check) : IGuardrail
    {
        public string Name => "mine";

        public ValueTask<GuardrailVerdict> CheckAsync(GuardedText text, CancellationToken cancellation) => check(text, cancellation);
    }
}
