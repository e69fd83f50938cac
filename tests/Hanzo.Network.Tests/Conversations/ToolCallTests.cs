using Hanzo.Network.Conversations;
using Hanzo.Network.Models;
using Hanzo.Network.Tools;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Tests.Conversations;

public sealed class ToolCallTests : EffectRunnerCase
{
    [Fact]
    public async Task A_tool_returns_its_text() =>
        (await Call(Tool("t", (int n) => $"<{n}>"), "{\"n\":4}").ShouldBeOfTypeAsync<CompleteToolCall>()).Output.ShouldBe("<4>");

    [Fact]
    public async Task A_tool_may_return_anything_that_is_JSON() =>
        (await Call(Tool("t", () => new[] { 1, 2 }), "{}").ShouldBeOfTypeAsync<CompleteToolCall>()).Output.ShouldBe("[1,2]");

    [Theory]
    [InlineData("{}", "argument 'n' is missing; it must be of type integer.")]
    [InlineData("{\"n\":\"four\"}", "argument 'n' must be of type integer, not \"four\".")]
    [InlineData("{\"n\":4.5}", "argument 'n' must be of type integer, not 4.5.")]
    [InlineData("[]", "the arguments must be a JSON object.")]
    [InlineData("{", "the arguments are not JSON")]
    [InlineData("{\"n\":1,\"s\":\"\\ud800\"}", "the arguments cannot be read")]
    [InlineData("{\"n\":1,\"\\ud800\":1}", "the arguments cannot be read")]
    public async Task Arguments_that_do_not_fit_are_told_to_the_model(string arguments, string error) =>
        (await Call(Tool("t", (int n, string s = "") => n + s.Length), arguments).ShouldBeOfTypeAsync<FailToolCall>())
            .Error.ShouldContain(error);

    [Fact]
    public async Task An_unknown_tool_is_told_to_the_model_with_the_known_ones()
    {
        var runner = RunnerOf(new OfflineChatClient(), Tool("t", () => 1), Tool("hidden", () => 1));

        var outcome = await runner.RunAsync(ToolCall("hidden"), Agent("t"), null, CancellationToken.None);

        outcome.ShouldBeOfType<FailToolCall>().Error.ShouldBe("no tool 'hidden'; available: t.");
    }

    [Fact]
    public async Task A_tool_that_throws_is_an_error_to_the_model()
    {
        var tool = Tool("t", new Func<string>(() => throw new InvalidOperationException("the printer is on fire")));

        (await Call(tool, "{}").ShouldBeOfTypeAsync<FailToolCall>()).Error.ShouldBe("the printer is on fire");
    }

    [Fact]
    public async Task A_tool_that_ignores_itsTime_is_given_up()
    {
        var never = new TaskCompletionSource<string>();
        var tool = Tool("t", () => never.Task) with { Options = new ToolOptions { Timeout = TimeSpan.FromSeconds(7) } };
        var pending = Call(tool, "{}");

        Time.Advance(TimeSpan.FromSeconds(7));

        (await pending.ShouldBeOfTypeAsync<FailToolCall>()).Error.ShouldBe("no result within 7 s.");
    }

    [Fact]
    public async Task An_output_beyond_its_bound_is_an_error_never_cut()
    {
        var tool = Tool("t", () => new string('x', 11)) with { Options = new ToolOptions { MaxOutputBytes = 10 } };

        (await Call(tool, "{}").ShouldBeOfTypeAsync<FailToolCall>()).Error.ShouldBe(
            "the output has 11 characters; at most 10 bytes are allowed. Ask for less.");
    }

    [Theory]
    [InlineData(ToolEffect.Idempotent, true)]
    [InlineData(ToolEffect.AskBeforeRetry, false)]
    [InlineData(ToolEffect.Reconcilable, false)]
    public async Task A_call_of_unknown_outcome_is_repeated_only_if_that_does_no_harm(ToolEffect effect, bool repeated)
    {
        var calls = 0;
        var tool = Tool("t", () => ++calls) with { Options = new ToolOptions { Effect = effect } };

        var outcome = await RunnerOf(new OfflineChatClient(), tool)
            .RunAsync(ToolCall("t") with { Recovered = true }, Agent("t"), null, CancellationToken.None);

        calls.ShouldBe(repeated ? 1 : 0);
        if (!repeated) outcome.ShouldBeOfType<AskPerson>().Question.ShouldContain("may have taken effect");
    }

    [Fact]
    public async Task A_tool_that_needs_approval_is_not_called()
    {
        var calls = 0;
        var tool = Tool("t", () => ++calls) with { Options = new ToolOptions { Approval = ToolApproval.Always } };

        (await Call(tool, "{}").ShouldBeOfTypeAsync<AskPerson>()).Question.ShouldContain("approval");
        calls.ShouldBe(0);
    }

    [Fact]
    public async Task A_tool_finds_the_key_that_is_the_same_for_every_repetition()
    {
        var tool = Tool("t", (AIFunctionArguments arguments) => (string)arguments.Context!["hanzo.idempotency_key"]!);

        (await Call(tool, "{}").ShouldBeOfTypeAsync<CompleteToolCall>()).Output.ShouldBe($"{Talk.Session}.1.2");
    }

    [Fact]
    public async Task A_tool_that_throws_when_it_is_cancelled_has_run_out_ofTime_like_any_other()
    {
        var call = Call(Stuck(() => throw new InvalidOperationException("no")), "{}");

        Time.Advance(new ToolOptions().Timeout);

        (await call.ShouldBeOfTypeAsync<FailToolCall>()).Error.ShouldContain("no result within");
    }

    [Fact]
    public async Task Who_cancels_does_not_wait_for_what_a_tool_does_then()
    {
        using var release = new ManualResetEventSlim();
        using var caller = new CancellationTokenSource();
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var stuck = Stuck(() =>
        {
            told.SetResult();
            release.Wait();
        });
        var runner = new EffectRunner(new ModelProvider(new OfflineChatClient()), new ToolCatalog([stuck]), TimeProvider.System);
        var call = runner.RunAsync(ToolCall("t"), Agent("t"), null, caller.Token);
        try
        {
            await Task.Run(caller.Cancel).WaitAsync(Bound);
            await Should.ThrowAsync<OperationCanceledException>(() => call.WaitAsync(Bound));
            await told.Task.WaitAsync(Bound);
        }
        finally
        {
            release.Set();
        }
    }

    /// <summary>Never ends by itself.</summary>
    private static Tool Stuck(Action whenCancelled) => Tool("t", (CancellationToken token) =>
    {
        token.Register(whenCancelled);
        return new TaskCompletionSource().Task;
    });
}
