using System.Collections.Immutable;
using System.Diagnostics;
using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;
using Hanzo.Network.Models;
using Hanzo.Network.Tools;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Tests.Conversations;

public sealed class EffectRunnerTests : EffectRunnerCase
{
    [Fact]
    public async Task A_summary_is_asked_for_as_one_text_without_tools_and_without_pieces()
    {
        var model = ScriptedChatClient.Saying("in short");
        var call = ModelCall() with { Transcript = [new UserEntry("hi"), new ToolEntry("c", "look", "found", false)], IsSummary = true };

        var outcome = await RunnerOf(model, Tool("look", () => "x")).RunAsync(
            call, Agent("look"), _ => throw new InvalidOperationException("no pieces of it"), CancellationToken.None).WaitAsync(Bound);

        outcome.ShouldBeOfType<CompleteModelCall>().Text.ShouldBe("in short");
        model.Options!.Tools.ShouldBeNull();
        model.Seen[0][1].Text.ShouldBe("User: hi\nTool look: found");
    }

    [Fact]
    public async Task Without_a_model_a_summary_is_made_of_sentences_of_the_conversation()
    {
        var call = ModelCall() with
        {
            Transcript = [new UserEntry("The sky is blue."), new AssistantEntry("It is.", [])], IsSummary = true,
        };

        var outcome = await RunnerOf(new OfflineChatClient()).RunAsync(call, Agent(), null, CancellationToken.None).WaitAsync(Bound);

        outcome.ShouldBeOfType<CompleteModelCall>().Text.ShouldBe("The sky is blue. It is.");
    }

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
        whole.Usage.ShouldBe(new ModelUsage(10, 3));
        whole.Error.ShouldContain("at most 229376 are allowed");
        var streamed = await RunnerOf(ScriptedChatClient.Saying(huge)).RunAsync(ModelCall(), Agent(), _ => { }, CancellationToken.None);
        streamed.ShouldBeOfType<FailModelCall>().Error.ShouldContain("229376");
    }

    [Fact]
    public async Task A_model_that_does_not_answer_is_given_up()
    {
        var pending = Model(ScriptedChatClient.Held(new TaskCompletionSource<ChatMessage>()));

        Time.Advance(TimeSpan.FromMinutes(5));

        (await pending.ShouldBeOfTypeAsync<FailModelCall>()).Error.ShouldBe("no reply within 300 s.");
    }

    [Fact]
    public async Task The_deadline_of_the_run_comes_before_theTimeout_and_is_the_sessions_to_see_first()
    {
        var call = ModelCall() with { Deadline = ManualTime.Start.AddSeconds(2) };
        var pending = RunnerOf(ScriptedChatClient.Held(new TaskCompletionSource<ChatMessage>()))
            .RunAsync(call, Agent(), null, CancellationToken.None);

        Time.Advance(TimeSpan.FromSeconds(2));
        pending.IsCompleted.ShouldBeFalse();
        Time.Advance(EffectRunner.DeadlineGrace);

        (await pending.WaitAsync(Bound)).ShouldBeOfType<FailModelCall>().Error.ShouldBe("no reply within 2.1 s.");
    }

    [Fact]
    public async Task A_caller_that_cancels_gets_no_outcome()
    {
        using var caller = new CancellationTokenSource();
        var runner = RunnerOf(
            ScriptedChatClient.Held(new TaskCompletionSource<ChatMessage>()),
            Tool("t", async (CancellationToken token) => await Task.Delay(Timeout.InfiniteTimeSpan, Time, token)));
        var model = runner.RunAsync(ModelCall(), Agent(), null, caller.Token);
        var tool = runner.RunAsync(ToolCall("t"), Agent("t"), null, caller.Token);

        await caller.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => model.WaitAsync(Bound));
        await Should.ThrowAsync<OperationCanceledException>(() => tool.WaitAsync(Bound));
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

    private async Task<string> FailureOf(string message)
    {
        var model = new ScriptedChatClient((_, _) => throw new HttpRequestException(message));
        return (await Model(model).ShouldBeOfTypeAsync<FailModelCall>()).Error;
    }
}
