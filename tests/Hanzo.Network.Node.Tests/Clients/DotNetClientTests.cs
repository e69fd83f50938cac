using System.ClientModel;
using Hanzo.Network.Node.Tests.Completions;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Responses;

namespace Hanzo.Network.Node.Tests.Clients;

/// <summary>The official OpenAI client for .NET against nodes that are real processes.</summary>
public sealed class DotNetClientTests(ClientNetwork network) : IClassFixture<ClientNetwork>
{
    private readonly OpenAIClient _client = new(
        new ApiKeyCredential("none"), new OpenAIClientOptions { Endpoint = new Uri($"{network.Laptop.Url}/v1") });

    [Fact]
    public async Task It_lists_models_and_asks_agents_by_name_and_by_router()
    {
        var models = (await _client.GetOpenAIModelClient().GetModelsAsync()).Value;
        models.Select(model => model.Id).ShouldBe(["auto", "echo", "math", "text", "qwen3"]);

        var named = await _client.GetChatClient("math").CompleteChatAsync([new UserChatMessage("What is 6 * 7?")]);
        named.Value.Content[0].Text.ShouldEndWith("heard: 42");
        named.Value.FinishReason.ShouldBe(ChatFinishReason.Stop);
        named.Value.Usage.TotalTokenCount.ShouldBe(36);
        named.GetRawResponse().Headers.TryGetValue("x-hanzo-node", out var node).ShouldBeTrue();
        node.ShouldBe("gpu");

        var routed = await _client.GetChatClient("auto").CompleteChatAsync([new UserChatMessage("calculate 6 * 7")]);
        routed.Value.Model.ShouldBe("math");
    }

    [Fact]
    public async Task It_streams_with_usage()
    {
        var (text, tokens) = ("", 0);
        await foreach (var update in _client.GetChatClient("text").CompleteChatStreamingAsync([new UserChatMessage("Hi")]))
        {
            text += string.Concat(update.ContentUpdate.Select(part => part.Text));
            tokens = update.Usage?.TotalTokenCount ?? tokens;
        }

        text.ShouldContain("heard: ");
        tokens.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task It_gives_a_model_of_another_node_tools_of_its_own()
    {
        var client = _client.GetChatClient("qwen3");
        var options = new ChatCompletionOptions { Tools = { ChatTool.CreateFunctionTool("weather", "Tells the weather.") } };
        List<ChatMessage> messages = [new UserChatMessage("Hi")];

        var asked = (await client.CompleteChatAsync(messages, options)).Value;
        asked.FinishReason.ShouldBe(ChatFinishReason.ToolCalls);
        var call = asked.ToolCalls.ShouldHaveSingleItem();
        messages.AddRange([new AssistantChatMessage(asked), new ToolChatMessage(call.Id, "rain")]);
        var answered = (await client.CompleteChatAsync(messages, options)).Value;

        (call.FunctionName, call.FunctionArguments.ToString()).ShouldBe(("weather", """{"city":"Oslo"}"""));
        answered.Content[0].Text.ShouldBe("3 heard: rain");
    }

    [Fact]
    public async Task It_understands_what_is_refused()
    {
        var unknown = await Should.ThrowAsync<ClientResultException>(
            _client.GetChatClient("nobody").CompleteChatAsync([new UserChatMessage("Hi")]));
        var large = await Should.ThrowAsync<ClientResultException>(
            _client.GetChatClient("math").CompleteChatAsync([new UserChatMessage(new string('a', 10 << 20))]));

        (unknown.Status, large.Status).ShouldBe((404, 413));
        unknown.Message.ShouldContain("There is no agent or model 'nobody'");
        large.Message.ShouldContain("body_too_large");
    }

#pragma warning disable OPENAI001 // The SDK marks all of its client for responses as one that may change.
    [Fact]
    public async Task It_goes_on_with_a_response_and_streams_one()
    {
        var client = _client.GetResponsesClient();

        var first = (await client.CreateResponseAsync("echo", "one")).Value;
        var second = (await client.CreateResponseAsync("echo", "two", first.Id)).Value;
        var (text, ended) = ("", (ResponseResult?)null);
        await using var updates = await client.CreateResponseStreamingAsync("text", "Hi");
        await foreach (var update in updates)
        {
            if (update is StreamingResponseOutputTextDeltaUpdate delta) text += delta.Delta;
            if (update is StreamingResponseCompletedUpdate completed) ended = completed.Response;
        }

        (first.GetOutputText(), second.GetOutputText()).ShouldBe(("one", "two"));
        second.PreviousResponseId.ShouldBe(first.Id);
        text.ShouldContain("heard: ");
        ended!.GetOutputText().ShouldBe(text);
    }
#pragma warning restore OPENAI001
}
