using System.Collections.Immutable;
using System.Diagnostics;
using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;
using Hanzo.Network.Models;
using Hanzo.Network.Tools;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Tests.Conversations;

public sealed class EffectRunnerTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);
    private static readonly RunId Run = new(Talk.Session, 1);
    private readonly ManualTime _time = new();

    [Fact]
    public async Task A_reply_brings_text_model_and_usage()
    {
        var outcome = await Model(ScriptedChatClient.Saying("hello")).ShouldBeOfTypeAsync<CompleteModelCall>();

        (outcome.Text, outcome.Model, outcome.Usage).ShouldBe(("hello", "default", new ModelUsage(10, 3)));
    }

    [Fact]
    public async Task Tool_calls_get_ids_of_their_own_whatever_the_model_calls_them()
    {
        var model = new ScriptedChatClient((_, _) => Task.FromResult(ScriptedChatClient.Call(("a", "x", 1), ("a", "x", "two"))));

        var outcome = await Model(model).ShouldBeOfTypeAsync<CompleteModelCall>();

        outcome.ToolCalls.ShouldBe(
            [new ToolRequest("call_1_1_1", "a", "{\"x\":1}"), new ToolRequest("call_1_1_2", "a", "{\"x\":\"two\"}")]);
    }

    [Fact]
    public async Task The_model_gets_instructions_and_the_transcript()
    {
        var model = ScriptedChatClient.Saying("x");
        ImmutableList<TranscriptEntry> transcript =
        [
            new UserEntry("u"),
            new AssistantEntry("a", [new ToolRequest("c1", "t", "{\"k\":1}")]),
            new ToolEntry("c1", "t", "bad", true),
        ];

        await Model(model, transcript: transcript);

        var seen = model.Seen.ShouldHaveSingleItem();
        seen.Select(message => message.Role).ShouldBe([ChatRole.System, ChatRole.User, ChatRole.Assistant, ChatRole.Tool]);
        seen[2].Contents.OfType<FunctionCallContent>().Single().CallId.ShouldBe("c1");
        seen[3].Contents.OfType<FunctionResultContent>().Single().Result.ShouldBe("error: bad");
    }

    [Fact]
    public async Task A_model_finds_the_key_that_is_the_same_for_every_repetition()
    {
        var model = ScriptedChatClient.Saying("x");

        await Model(model);

        model.Options!.AdditionalProperties!["hanzo.idempotency_key"].ShouldBe($"{Talk.Session}.1.1");
    }

    [Fact]
    public async Task A_streamed_reply_is_given_on_in_pieces_and_is_the_same()
    {
        var pieces = new List<string>();
        var outcome = await RunnerOf(new OfflineChatClient()).RunAsync(ModelCall(), Agent(), pieces.Add, CancellationToken.None);

        string.Concat(pieces).ShouldBe(outcome.ShouldBeOfType<CompleteModelCall>().Text);
        pieces.Count.ShouldBeGreaterThan(3);
    }

    [Fact]
    public async Task A_model_that_throws_is_a_failure_with_its_message() =>
        (await FailureOf("401: bad key")).ShouldBe("401: bad key");

    [Fact]
    public async Task A_foreign_error_text_is_kept_short() =>
        (await FailureOf(new string('x', 100_000))).Length.ShouldBeLessThan(2100);

    [Fact]
    public async Task A_reply_beyond_the_bound_is_a_failure_streamed_or_not()
    {
        var huge = new string('x', ConversationLimits.MaxTextBytes + 1);

        var whole = await Model(ScriptedChatClient.Saying(huge)).ShouldBeOfTypeAsync<FailModelCall>();
        whole.Error.ShouldContain("at most 229376 are allowed");
        var streamed = await RunnerOf(ScriptedChatClient.Saying(huge)).RunAsync(ModelCall(), Agent(), _ => { }, CancellationToken.None);
        streamed.ShouldBeOfType<FailModelCall>().Error.ShouldContain("229376");
    }

    [Fact]
    public async Task A_model_that_does_not_answer_is_given_up()
    {
        var pending = Model(ScriptedChatClient.Held(new TaskCompletionSource<ChatMessage>()));

        _time.Advance(TimeSpan.FromMinutes(5));

        (await pending.ShouldBeOfTypeAsync<FailModelCall>()).Error.ShouldBe("no reply within 300 s.");
    }

    [Fact]
    public async Task The_deadline_of_the_run_comes_before_the_timeout_and_is_the_sessions_to_see_first()
    {
        var call = ModelCall() with { Deadline = ManualTime.Start.AddSeconds(2) };
        var pending = RunnerOf(ScriptedChatClient.Held(new TaskCompletionSource<ChatMessage>()))
            .RunAsync(call, Agent(), null, CancellationToken.None);

        _time.Advance(TimeSpan.FromSeconds(2));
        pending.IsCompleted.ShouldBeFalse();
        _time.Advance(EffectRunner.DeadlineGrace);

        (await pending.WaitAsync(Bound)).ShouldBeOfType<FailModelCall>().Error.ShouldBe("no reply within 2.1 s.");
    }

    [Fact]
    public async Task A_caller_that_cancels_gets_no_outcome()
    {
        using var caller = new CancellationTokenSource();
        var runner = RunnerOf(
            ScriptedChatClient.Held(new TaskCompletionSource<ChatMessage>()),
            Tool("t", async (CancellationToken token) => await Task.Delay(Timeout.InfiniteTimeSpan, _time, token)));
        var model = runner.RunAsync(ModelCall(), Agent(), null, caller.Token);
        var tool = runner.RunAsync(ToolCall("t"), Agent("t"), null, caller.Token);

        await caller.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => model.WaitAsync(Bound));
        await Should.ThrowAsync<OperationCanceledException>(() => tool.WaitAsync(Bound));
    }

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
    public async Task Arguments_that_do_not_fit_are_told_to_the_model(string arguments, string error) =>
        (await Call(Tool("t", (int n) => n), arguments).ShouldBeOfTypeAsync<FailToolCall>()).Error.ShouldContain(error);

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
    public async Task A_tool_that_ignores_its_time_is_given_up()
    {
        var never = new TaskCompletionSource<string>();
        var tool = Tool("t", () => never.Task) with { Options = new ToolOptions { Timeout = TimeSpan.FromSeconds(7) } };
        var pending = Call(tool, "{}");

        _time.Advance(TimeSpan.FromSeconds(7));

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
        if (!repeated) outcome.ShouldBeOfType<FailToolCall>().Error.ShouldContain("outcome unknown");
    }

    [Fact]
    public async Task A_tool_that_needs_approval_is_not_called()
    {
        var calls = 0;
        var tool = Tool("t", () => ++calls) with { Options = new ToolOptions { Approval = ToolApproval.Always } };

        (await Call(tool, "{}").ShouldBeOfTypeAsync<FailToolCall>()).Error.ShouldContain("approval");
        calls.ShouldBe(0);
    }

    [Fact]
    public async Task A_tool_finds_the_key_that_is_the_same_for_every_repetition()
    {
        var tool = Tool("t", (AIFunctionArguments arguments) => (string)arguments.Context!["hanzo.idempotency_key"]!);

        (await Call(tool, "{}").ShouldBeOfTypeAsync<CompleteToolCall>()).Output.ShouldBe($"{Talk.Session}.1.2");
    }

    [Fact]
    public async Task Calls_are_spans_of_the_trace_that_the_request_belongs_to()
    {
        var spans = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Telemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = span => { lock (spans) spans.Add(span); },
        };
        ActivitySource.AddActivityListener(listener);
        const string Trace = "0af7651916cd43dd8448eb211c80319c";
        var runner = RunnerOf(ScriptedChatClient.Saying("x"), Tool("t", new Func<string>(() => throw new InvalidOperationException("no"))));

        await runner.RunAsync(ModelCall() with { TraceParent = $"00-{Trace}-b7ad6b7169203331-01" }, Agent(), null, CancellationToken.None);
        await runner.RunAsync(
            ToolCall("t") with { TraceParent = $"00-{Trace}-b7ad6b7169203331-01" }, Agent("t"), null, CancellationToken.None);

        List<Activity> own;
        lock (spans) own = [.. spans.Where(span => span.TraceId.ToString() == Trace)];
        own.Select(span => span.DisplayName).ShouldBe(["chat default", "execute_tool t"]);
        own.ShouldAllBe(span => span.ParentSpanId.ToString() == "b7ad6b7169203331");
        own[0].GetTagItem("gen_ai.usage.input_tokens").ShouldBe(10L);
        own[1].Status.ShouldBe(ActivityStatusCode.Error);
    }

    [Fact]
    public async Task A_tool_that_throws_when_it_is_cancelled_has_run_out_of_time_like_any_other()
    {
        var call = Call(Stuck(() => throw new InvalidOperationException("no")), "{}");

        _time.Advance(new ToolOptions().Timeout);

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

    private static Agent Agent(params string[] tools) => new()
    {
        Name = AgentName.Parse("test"),
        Instructions = "Do it.",
        Tools = [.. tools.Select(tool => new ToolReference(tool))],
    };

    private static Tool Tool(string name, Delegate function) => new(AIFunctionFactory.Create(function, name), new ToolOptions());

    private static CallModel ModelCall() => new(new EffectId(1, 1), Run, [new UserEntry("u")]);

    private static CallTool ToolCall(string tool, string arguments = "{}") =>
        new(new EffectId(1, 2), Run, new ToolRequest("c1", tool, arguments));

    private EffectRunner RunnerOf(IChatClient model, params Tool[] tools) => new(new ModelProvider(model), new ToolCatalog(tools), _time);

    private Task<EffectOutcome> Model(IChatClient model, ImmutableList<TranscriptEntry>? transcript = null) =>
        RunnerOf(model).RunAsync(
            ModelCall() with { Transcript = transcript ?? [new UserEntry("u")] }, Agent(), null, CancellationToken.None);

    private async Task<string> FailureOf(string message)
    {
        var model = new ScriptedChatClient((_, _) => throw new HttpRequestException(message));
        return (await Model(model).ShouldBeOfTypeAsync<FailModelCall>()).Error;
    }

    private Task<EffectOutcome> Call(Tool tool, string arguments) =>
        RunnerOf(new OfflineChatClient(), tool).RunAsync(ToolCall(tool.Name, arguments), Agent(tool.Name), null, CancellationToken.None);
}

internal static class OutcomeAssertions
{
    public static async Task<T> ShouldBeOfTypeAsync<T>(this Task<EffectOutcome> pending) =>
        (await pending.WaitAsync(TimeSpan.FromSeconds(20))).ShouldBeOfType<T>();
}
