using Hanzo.Network.Agents;
using Hanzo.Network.Devices;
using Hanzo.Network.Models;
using Hanzo.Network.Tools;
using Hanzo.Network.Tools.BuiltIn;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Tests.Models;

public sealed class OfflineChatClientTests : IDisposable
{
    private static readonly ToolCatalog Catalog = new(BuiltInTools.Create(() => NodeDevice.NotProbed));
    private readonly OfflineChatClient _client = new();

    [Theory]
    [InlineData("What is (19 + 5) * 5 - 19?", "(19 + 5) * 5 - 19")]
    [InlineData("Please compute 2+2.", "2+2")]
    [InlineData("how much is 3 x 4", "3 x 4")]
    [InlineData("What is seven? I mean 12 plus 30", "12 + 30")]
    [InlineData("ten: 10 divided by 4", "10 / 4")]
    [InlineData("the square root of 81", "sqrt(81)")]
    [InlineData("In 2024 I asked: max(3, 4) * 2!", "max(3, 4) * 2")]
    [InlineData("What is (2 + 3", "(2 + 3")]
    [InlineData("-5 + 2", "-5 + 2")]
    [InlineData("tell me about 42", "42")]
    public async Task Finds_the_expression_in_a_question(string prompt, string expression)
    {
        var call = await CallOf(BuiltInAgents.Math, prompt);

        call.Name.ShouldBe("calculate");
        call.Arguments!["expression"].ShouldBe(expression);
    }

    [Theory]
    [InlineData("Count the words in: the quick brown fox", "word_count", "the quick brown fox")]
    [InlineData("How many words are in \"a b c\"?", "word_count", "a b c")]
    [InlineData("Summarize: One. Two. Three.", "summarize", "One. Two. Three.")]
    [InlineData("Give me a short summary of the text: It rains.", "summarize", "It rains.")]
    [InlineData("Find 'fox' in: the quick brown fox", "find", "the quick brown fox")]
    [InlineData("find the word fox in the quick brown fox", "find", "the quick brown fox")]
    public async Task Picks_the_tool_and_its_text(string prompt, string tool, string text)
    {
        var call = await CallOf(BuiltInAgents.Text, prompt);

        call.Name.ShouldBe(tool);
        call.Arguments!["text"].ShouldBe(text);
    }

    [Theory]
    [InlineData("Find 'fox' in: the quick brown fox", "fox")]
    [InlineData("find the word fox in the quick brown fox", "fox")]
    [InlineData("search for brown fox in the quick brown fox", "brown fox")]
    public async Task Reads_what_is_to_be_found(string prompt, string query) =>
        (await CallOf(BuiltInAgents.Text, prompt)).Arguments!["query"].ShouldBe(query);

    [Fact]
    public async Task Reads_a_number_that_stands_before_its_parameters_name() =>
        (await CallOf(BuiltInAgents.Text, "Summarize in 2 sentences: A. B. C.")).Arguments!["sentences"].ShouldBe(2);

    [Fact]
    public async Task The_only_tool_is_taken_when_it_needs_nothing() =>
        (await CallOf(BuiltInAgents.Device, "hello")).Name.ShouldBe("describe_device");

    [Fact]
    public async Task Says_so_when_no_tool_fits()
    {
        var response = await Ask(BuiltInAgents.Math, "Who wrote Faust?");

        response.Text.ShouldContain("calculate");
        response.Text.ShouldEndWith("(offline model)");
    }

    [Fact]
    public async Task Answers_with_the_results_of_its_tools_and_says_that_it_is_offline()
    {
        List<ChatMessage> messages =
        [
            new(ChatRole.User, "What is 1+1?"),
            new(ChatRole.Assistant, [new FunctionCallContent("call_1", "calculate")]),
            new(ChatRole.Tool, [new FunctionResultContent("call_1", "2")]),
        ];

        (await _client.GetResponseAsync(messages)).Text.ShouldBe("2\n(offline model)");
    }

    [Fact]
    public async Task Streams_the_same_answer_in_pieces()
    {
        var whole = await Ask(BuiltInAgents.Math, "Who wrote Faust?");
        var pieces = new List<ChatResponseUpdate>();
        await foreach (
            var update in _client.GetStreamingResponseAsync([new(ChatRole.User, "Who wrote Faust?")], Options(BuiltInAgents.Math)))
            pieces.Add(update);

        pieces.Count.ShouldBeGreaterThan(5);
        string.Concat(pieces.Select(piece => piece.Text)).ShouldBe(whole.Text);
        pieces.ToChatResponse().FinishReason.ShouldBe(ChatFinishReason.Stop);
    }

    [Fact]
    public async Task Words_wait_for_their_pause_where_one_is_wanted()
    {
        var time = new ManualTime();
        using var slow = new OfflineChatClient(TimeSpan.FromSeconds(1), time);
        await using var pieces = slow.GetStreamingResponseAsync([new(ChatRole.User, "hello")]).GetAsyncEnumerator();

        var first = pieces.MoveNextAsync().AsTask();
        time.Advance(TimeSpan.FromMilliseconds(900));
        first.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromMilliseconds(100));

        (await first.WaitAsync(TimeSpan.FromSeconds(30))).ShouldBeTrue();
        pieces.Current.Text.ShouldBe("No ");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(61)]
    public void A_pause_that_makes_no_sense_is_refused(int seconds) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new OfflineChatClient(TimeSpan.FromSeconds(seconds), new ManualTime()));

    [Fact]
    public async Task Streams_a_tool_call()
    {
        var pieces = new List<ChatResponseUpdate>();
        await foreach (var update in _client.GetStreamingResponseAsync([new(ChatRole.User, "1+1")], Options(BuiltInAgents.Math)))
            pieces.Add(update);

        var response = pieces.ToChatResponse();
        response.Messages.Single().Contents.OfType<FunctionCallContent>().Single().Name.ShouldBe("calculate");
        response.FinishReason.ShouldBe(ChatFinishReason.ToolCalls);
    }

    [Fact]
    public async Task The_echo_model_repeats_the_last_thing_said()
    {
        using var echo = new EchoChatClient();

        var response = await echo.GetResponseAsync([new(ChatRole.User, "one"), new(ChatRole.Assistant, "one"), new(ChatRole.User, "two")]);

        response.Text.ShouldBe("two");
    }

    public void Dispose() => _client.Dispose();

    private static ChatOptions Options(Agent agent) => new() { Tools = [.. Catalog.For(agent).Select(tool => tool.Function)] };

    private Task<ChatResponse> Ask(Agent agent, string prompt) => _client.GetResponseAsync([new(ChatRole.User, prompt)], Options(agent));

    private async Task<FunctionCallContent> CallOf(Agent agent, string prompt) =>
        (await Ask(agent, prompt)).Messages.Single().Contents.OfType<FunctionCallContent>().Single();
}
