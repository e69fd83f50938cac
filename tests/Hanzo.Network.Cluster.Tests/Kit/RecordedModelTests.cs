using System.Text.Json.Nodes;
using Hanzo.Network.Testing;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Cluster.Tests.Kit;

public sealed class RecordedModelTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hanzo-recording-");

    private string Path => System.IO.Path.Combine(_folder.FullName, "model.json");

    [Fact]
    public async Task What_was_recorded_is_replayed_call_by_call()
    {
        await RecordAsync();
        using var replayed = ReplayingChatClient.Load(Path);

        var called = await replayed.GetResponseAsync(First, Options);
        var said = await replayed.GetStreamingResponseAsync(Second, Options).ToChatResponseAsync();

        var call = called.Messages[0].Contents.OfType<FunctionCallContent>().ShouldHaveSingleItem();
        (call.CallId, call.Name, call.Arguments!["city"]!.ToString()).ShouldBe(("call_1", "weather", "Oslo"));
        (said.Text, said.FinishReason, said.Usage!.InputTokenCount).ShouldBe(("It rains.", ChatFinishReason.Stop, 10));
        replayed.Left.ShouldBe(0);
    }

    [Fact]
    public async Task Another_question_fails_and_says_where_it_differs()
    {
        await RecordAsync();

        (await DifferenceAsync([new(ChatRole.System, "Be kind."), new(ChatRole.User, "Rain?")], Options))
            .ShouldBe($"call 1 differs from '{Path}' at messages[1].text: recorded 'Weather?', asked 'Rain?'.");
        (await DifferenceAsync([First[0]], Options))
            .ShouldBe($"call 1 differs from '{Path}' at messages[1]: recorded 'Weather?', asked nothing.");
        (await DifferenceAsync(First, null)).ShouldBe($"call 1 differs from '{Path}' at tools: recorded 'weather', asked ''.");
        (await DifferenceAsync(First, new ChatOptions { Tools = Options.Tools, Temperature = 1 }))
            .ShouldBe($"call 1 differs from '{Path}' at temperature: recorded '', asked '1'.");
    }

    [Fact]
    public async Task Calls_side_by_side_are_recorded_as_they_were_asked_and_replayed_in_any_order()
    {
        var slow = new TaskCompletionSource<ScriptedReply>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var model = new ScriptedChatClient(ScriptedReply.When(slow.Task), ScriptedReply.Say("two"));
        using var recorder = new RecordingChatClient(model, Path);
        var first = recorder.GetResponseAsync(Question("one?"));
        await recorder.GetResponseAsync(Question("two?"));
        slow.SetResult(ScriptedReply.Say("one"));
        await first;

        var recorded = JsonNode.Parse(await File.ReadAllTextAsync(Path))!["exchanges"]!.AsArray();
        using var replayed = ReplayingChatClient.Load(Path);

        recorded.Select(exchange => exchange!["response"]!["text"]!.GetValue<string>()).ShouldBe(["one", "two"]);
        (await replayed.GetResponseAsync(Question("two?"))).Text.ShouldBe("two");
        (await replayed.GetResponseAsync(Question("one?"))).Text.ShouldBe("one");
        _folder.GetFiles().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task The_same_question_gets_its_answers_in_the_order_of_the_recording()
    {
        using var model = new ScriptedChatClient(ScriptedReply.Say("first"), ScriptedReply.Say("second"));
        using var recorder = new RecordingChatClient(model, Path);
        for (var i = 0; i < 2; i++) await recorder.GetResponseAsync(Question("again?"));
        using var replayed = ReplayingChatClient.Load(Path);

        (await replayed.GetResponseAsync(Question("again?"))).Text.ShouldBe("first");
        (await replayed.GetResponseAsync(Question("again?"))).Text.ShouldBe("second");
    }

    [Fact]
    public async Task A_recording_is_whole_while_it_is_written()
    {
        using var model = new ScriptedChatClient(ScriptedReply.Say("one"), ScriptedReply.Say("two"));
        using var recorder = new RecordingChatClient(model, Path);
        await recorder.GetResponseAsync(Question("one?"));
        await using var reader = File.Open(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

        await recorder.GetResponseAsync(Question("two?"));

        var seen = await JsonNode.ParseAsync(reader);
        seen!["exchanges"]!.AsArray().Count.ShouldBe(1);
        ReplayingChatClient.Load(Path).Left.ShouldBe(2);
    }

    [Fact]
    public async Task A_call_too_many_fails()
    {
        await RecordAsync();
        using var replayed = ReplayingChatClient.Load(Path);
        await replayed.GetResponseAsync(First, Options);
        await replayed.GetResponseAsync(Second, Options);

        var error = await Should.ThrowAsync<ReplayException>(replayed.GetResponseAsync(First, Options));

        (error.Call, error.Message).ShouldBe((3, $"call 3 is not in '{Path}', which holds 2; it ends with 'Weather?'."));
    }

    [Theory]
    [InlineData("{", "is no recording of a model")]
    [InlineData("{}", "is no recording of a model")]
    [InlineData("""{"version":7,"exchanges":[]}""", "is a recording of version 7; 1 is read")]
    public async Task A_file_that_is_no_recording_is_refused(string text, string error)
    {
        await File.WriteAllTextAsync(Path, text);

        Should.Throw<FormatException>(() => ReplayingChatClient.Load(Path)).Message.ShouldContain(error);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static ChatMessage[] Question(string text) => [new(ChatRole.User, text)];

    private static ChatMessage[] First => [new(ChatRole.System, "Be kind."), new(ChatRole.User, "Weather?")];

    private static ChatMessage[] Second =>
    [
        .. First,
        new(ChatRole.Assistant, [new FunctionCallContent("call_1", "weather", new Dictionary<string, object?> { ["city"] = "Oslo" })]),
        new(ChatRole.Tool, [new FunctionResultContent("call_1", "rain")]),
    ];

    private static ChatOptions Options => new() { Tools = [AIFunctionFactory.Create((string city) => city, "weather")] };

    private async Task RecordAsync()
    {
        using var model = new ScriptedChatClient(ScriptedReply.Call("weather", ("city", "Oslo")), ScriptedReply.Say("It rains."));
        using var recorder = new RecordingChatClient(model, Path);
        await recorder.GetResponseAsync(First, Options);
        await recorder.GetStreamingResponseAsync(Second, Options).ToChatResponseAsync();
    }

    private async Task<string> DifferenceAsync(ChatMessage[] asked, ChatOptions? options)
    {
        using var replayed = ReplayingChatClient.Load(Path);
        return (await Should.ThrowAsync<ReplayException>(replayed.GetResponseAsync(asked, options))).Message;
    }
}
