using Hanzo.Network.Models;
using Hanzo.Network.Testing;
using Hanzo.Network.Tests;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Cluster.Tests.Kit;

public sealed class ScriptedModelTests
{
    private static readonly ChatMessage[] Hi = [new(ChatRole.User, "Hi")];

    [Fact]
    public async Task It_does_what_the_script_says_and_remembers_what_it_was_asked()
    {
        using var model = new ScriptedChatClient(
            ScriptedReply.Call("look", ("at", "it")), ScriptedReply.Fail("overloaded"), ScriptedReply.Say("done"));

        var call = (await model.GetResponseAsync(Hi)).Messages[0].Contents.ShouldHaveSingleItem().ShouldBeOfType<FunctionCallContent>();
        var failure = await Should.ThrowAsync<ModelException>(model.GetResponseAsync(Hi));
        var said = await model.GetResponseAsync(Hi, new ChatOptions { Temperature = 0.5f });

        (call.Name, call.Arguments!["at"]).ShouldBe(("look", "it"));
        failure.Message.ShouldBe("overloaded");
        (said.Text, said.FinishReason, said.Usage!.OutputTokenCount).ShouldBe(("done", ChatFinishReason.Stop, 3));
        model.Calls.Select(asked => asked.LastText).ShouldBe(["Hi", "Hi", "Hi"]);
        model.Calls[2].Options!.Temperature.ShouldBe(0.5f);
    }

    [Fact]
    public async Task Beyond_its_script_it_says_what_it_was_asked()
    {
        using var model = new ScriptedChatClient(ScriptedReply.Say("one"));
        await model.GetResponseAsync(Hi);

        (await Should.ThrowAsync<InvalidOperationException>(model.GetResponseAsync(Hi))).Message
            .ShouldBe("the script has 1 replies, and this is call 2; it ends with 'Hi'.");
    }

    [Fact]
    public async Task Texts_stream_word_by_word_and_end_with_what_was_used()
    {
        using var model = ScriptedChatClient.Saying("one two three");
        List<ChatResponseUpdate> updates = [];
        await foreach (var piece in model.GetStreamingResponseAsync(Hi)) updates.Add(piece);

        updates.Where(update => update.Text.Length > 0).Select(update => update.Text).ShouldBe(["one ", "two ", "three"]);
        updates[^1].FinishReason.ShouldBe(ChatFinishReason.Stop);
        updates[^1].Contents.OfType<UsageContent>().ShouldHaveSingleItem().Details.InputTokenCount.ShouldBe(10);
    }

    [Fact]
    public async Task Delays_pass_by_the_clock_of_the_test_and_end_with_the_caller()
    {
        var time = new ManualTime();
        var late = ScriptedReply.Say("late") with { Delay = TimeSpan.FromMinutes(1) };
        using var model = new ScriptedChatClient(late) { Time = time, RepeatsLast = true };
        var asked = model.GetResponseAsync(Hi);
        asked.IsCompleted.ShouldBeFalse();

        time.Advance(TimeSpan.FromMinutes(1));

        (await asked.WaitAsync(TimeSpan.FromSeconds(10))).Text.ShouldBe("late");
        using var gone = new CancellationTokenSource();
        var left = model.GetResponseAsync(Hi, null, gone.Token);
        gone.Cancel();
        await Should.ThrowAsync<OperationCanceledException>(left);
    }

    [Fact]
    public async Task It_can_decide_by_what_it_is_asked_and_wait_for_the_test()
    {
        var ready = new TaskCompletionSource<ScriptedReply>();
        using var model = ScriptedChatClient.Deciding(call =>
            call.LastText == "wait" ? ScriptedReply.When(ready.Task) : ScriptedReply.Say(call.LastText));
        var waits = model.GetResponseAsync([new(ChatRole.User, "wait")]);

        (await model.GetResponseAsync(Hi)).Text.ShouldBe("Hi");
        ready.SetResult(ScriptedReply.Say("now"));

        (await waits).Text.ShouldBe("now");
    }
}
