using System.Text.Json;
using Hanzo.Network.Adapters.Models;
using Hanzo.Network.Adapters.Tests.Models.Support;
using Hanzo.Network.Models;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Adapters.Tests.Models;

public sealed class OpenAIChatClientTests : IAsyncLifetime
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);
    private readonly HttpClient _http = ModelHttp.NewClient();
    private readonly CancellationTokenSource _end = new(Bound);
    private ScriptedModelServer? _server;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_reply_brings_text_model_and_usage_whole_or_streamed(bool streamed)
    {
        var response = await AskAsync(streamed, ModelSteps.Say("héllo ✓ wörld"));

        response.Text.ShouldBe("héllo ✓ wörld");
        response.ModelId.ShouldBe("served-model");
        response.FinishReason.ShouldBe(ChatFinishReason.Stop);
        (response.Usage!.InputTokenCount, response.Usage.OutputTokenCount).ShouldBe((11, 7));
    }

    [Fact]
    public async Task Text_is_given_on_as_it_comes()
    {
        var more = new TaskCompletionSource();
        await using var updates = (await ClientAsync(async (http, call) =>
        {
            await http.Response.WriteAsync(ModelSteps.Chunk(new { role = "assistant", content = "first" }));
            await http.Response.Body.FlushAsync();
            await ModelSteps.After(more.Task, ModelSteps.Events(ModelSteps.Stream("x")))(http, call);
        })).GetStreamingResponseAsync(Said("u"), null, _end.Token).GetAsyncEnumerator();

        (await updates.MoveNextAsync()).ShouldBeTrue();
        updates.Current.Text.ShouldBe("first");
        more.SetResult();
        (await updates.MoveNextAsync()).ShouldBeTrue();
        updates.Current.Text.ShouldBe("x");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(1000)]
    [InlineData(int.MaxValue)]
    public async Task Tool_calls_are_the_same_wherever_their_stream_is_cut(int piece)
    {
        var response = await AskAsync(true, ModelSteps.Call(
            piece,
            ("call_a", "calculate", "{\"expression\":\"6 × 7 — ✓\"}"),
            ("call_b", "find", "{\"query\":\"ö\",\"deep\":{\"n\":[1,2]}}")));

        var calls = response.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>().ToList();
        calls.Select(call => (call.CallId, call.Name)).ShouldBe([("call_a", "calculate"), ("call_b", "find")]);
        calls[0].Arguments!["expression"].ShouldBeOfType<JsonElement>().GetString().ShouldBe("6 × 7 — ✓");
        calls[1].Arguments!["deep"].ShouldBeOfType<JsonElement>().GetRawText().ShouldBe("{\"n\":[1,2]}");
        response.FinishReason.ShouldBe(ChatFinishReason.ToolCalls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Arguments_that_are_no_JSON_are_kept_as_they_were_said(bool streamed)
    {
        var response = await AskAsync(streamed, ModelSteps.Call(("call_a", "calculate", "{\"expression\": 6 *")));

        var call = response.Messages.Single().Contents.OfType<FunctionCallContent>().Single();
        call.Exception.ShouldNotBeNull();
        RawArguments.Of(call).ShouldBe("{\"expression\": 6 *");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_refusal_is_the_answer_and_told_apart(bool streamed)
    {
        var response = await AskAsync(streamed, ModelSteps.Refuse("I will not do that."));

        response.Text.ShouldBe("I will not do that.");
        response.FinishReason.ShouldBe(ChatFinishReason.ContentFilter);
    }

    [Fact]
    public async Task The_conversation_and_the_tools_are_sent_in_OpenAIs_format()
    {
        List<ChatMessage> messages =
        [
            new(ChatRole.System, "Do it."),
            new(ChatRole.User, "u"),
            new(ChatRole.Assistant, [new FunctionCallContent("c1", "add", new Dictionary<string, object?> { ["a"] = 1 })]),
            new(ChatRole.Tool, [new FunctionResultContent("c1", "error: bad")]),
        ];
        var client = await ClientAsync(ModelSteps.Say("x"));
        var options = new ChatOptions { Tools = [AIFunctionFactory.Create((int a) => a, "add", "Adds.")] };
        await client.GetResponseAsync(messages, options, _end.Token);

        var body = _server!.Seen.Single().Body;
        body.GetProperty("model").GetString().ShouldBe("test-model");
        var sent = body.GetProperty("messages").EnumerateArray().ToList();
        sent.Select(message => message.GetProperty("role").GetString()).ShouldBe(["system", "user", "assistant", "tool"]);
        sent[2].GetProperty("tool_calls")[0].GetProperty("function").GetProperty("arguments").GetString().ShouldBe("{\"a\":1}");
        sent[3].GetProperty("tool_call_id").GetString().ShouldBe("c1");
        sent[3].GetProperty("content").ToString().ShouldContain("error: bad");
        var tool = body.GetProperty("tools")[0].GetProperty("function");
        tool.GetProperty("name").GetString().ShouldBe("add");
        tool.GetProperty("parameters").GetProperty("properties").TryGetProperty("a", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task A_structured_answer_is_asked_for_by_its_schema()
    {
        var client = await ClientAsync(ModelSteps.Say("{\"city\":\"Bonn\"}"));
        using var schema = JsonDocument.Parse("""{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}""");
        var options = new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema(schema.RootElement, "place") };

        (await client.GetResponseAsync(Said("u"), options, _end.Token)).Text.ShouldBe("{\"city\":\"Bonn\"}");

        var format = _server!.Seen.Single().Body.GetProperty("response_format");
        format.GetProperty("type").GetString().ShouldBe("json_schema");
        format.GetProperty("json_schema").GetProperty("name").GetString().ShouldBe("place");
        format.GetProperty("json_schema").GetProperty("schema").GetRawText().ShouldContain("city");
    }

    [Fact]
    public async Task A_limit_of_tokens_is_sent_by_the_name_that_all_servers_know()
    {
        var client = await ClientAsync(ModelSteps.Say("x"));

        await client.GetStreamingResponseAsync(Said("u"), new ChatOptions { MaxOutputTokens = 7 }, _end.Token).ToChatResponseAsync();

        _server!.Seen.Single().Body.GetProperty("max_tokens").GetInt32().ShouldBe(7);
        _server.Seen[0].Body.TryGetProperty("max_completion_tokens", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task The_key_goes_to_the_server_and_into_no_error()
    {
        var client = await ClientAsync(ModelSteps.Status(401, "Incorrect API key provided: sk-secret-key-1. Look it up."));

        var error = await Should.ThrowAsync<ModelException>(() => client.GetResponseAsync(Said("u"), null, _end.Token));

        _server!.Seen.Single().Authorization.ShouldBe("Bearer sk-secret-key-1");
        error.Message.ShouldBe("model provider 'test': HTTP 401: Incorrect API key provided: ***. Look it up.");
        error.ToString().ShouldNotContain("sk-secret-key-1");
        (error.IsTransient, error.Status).ShouldBe((false, 401));
    }

    [Theory]
    [InlineData(429, "7", null, true, 7.0)]
    [InlineData(429, "0.5", null, true, 0.5)]
    [InlineData(429, null, "insufficient_quota", false, null)]
    [InlineData(500, null, null, true, null)]
    [InlineData(503, "Sun, 01 Jan 2006 00:00:00 GMT", null, true, 0.0)]
    [InlineData(503, "NaN", null, true, null)]
    [InlineData(503, "-Infinity", null, true, null)]
    [InlineData(400, null, null, false, null)]
    [InlineData(404, null, "model_not_found", false, null)]
    public async Task A_failure_says_whether_and_when_it_is_worth_another_call(
        int status, string? retryAfter, string? code, bool isTransient, double? seconds)
    {
        foreach (var streamed in new[] { false, true })
        {
            var error = await FailureAsync(streamed, ModelSteps.Status(status, "so it is", retryAfter, code));

            error.Message.ShouldBe($"model provider 'test': HTTP {status}: so it is");
            (error.Status, error.IsTransient, error.RetryAfter?.TotalSeconds).ShouldBe((status, isTransient, seconds));
        }
    }

    [Theory]
    [InlineData(502, "<html>Bad gateway</html>", "HTTP 502: <html>Bad gateway</html>")]
    [InlineData(500, "", "HTTP 500.")]
    [InlineData(404, "{\"error\":\"model 'x' not found\"}", "HTTP 404: model 'x' not found")]
    [InlineData(302, "", "HTTP 302.")]
    public async Task What_an_answer_says_that_is_not_in_OpenAIs_format_is_told(int status, string body, string told) =>
        (await FailureAsync(true, ModelSteps.Raw(status, body))).Message.ShouldBe($"model provider 'test': {told}");

    [Theory]
    [InlineData("not JSON at all")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("{\"choices\":\"none\"}")]
    public async Task An_answer_that_is_not_in_the_format_is_an_error_that_says_so(string body)
    {
        (await FailureAsync(false, ModelSteps.Raw(200, body, "application/json"))).Message.ShouldContain("is not in OpenAI's format");
        var streamed = ModelSteps.Raw(200, $"data: {body}\n\n", "text/event-stream");
        (await FailureAsync(true, streamed)).Message.ShouldStartWith("model provider 'test': ");
    }

    [Fact]
    public async Task A_connection_that_breaks_in_mid_stream_is_no_answer()
    {
        var error = await FailureAsync(true, ModelSteps.Break(ModelSteps.Chunk(new { role = "assistant", content = "half an ans" })));

        error.IsTransient.ShouldBeTrue();
    }

    [Fact]
    public async Task A_stream_that_ends_before_the_reply_is_no_answer()
    {
        var error = await FailureAsync(true, ModelSteps.Events(ModelSteps.Chunk(new { role = "assistant", content = "half an ans" })));

        error.Message.ShouldBe("model provider 'test': the stream ended before the reply did.");
        error.IsTransient.ShouldBeTrue();
    }

    [Fact]
    public async Task Nobody_at_the_address_is_said()
    {
        await using (_server = await ScriptedModelServer.StartAsync(ModelSteps.Say("x")))
        {
        }

        var gone = new OpenAIChatClient(Endpoint(), null, _http, TimeProvider.System);
        var error = await Should.ThrowAsync<ModelException>(() => gone.GetResponseAsync(Said("u"), null, _end.Token));

        error.Message.ShouldContain("refused");
        error.IsTransient.ShouldBeTrue();
    }

    [Theory]
    [InlineData(false, "")]
    [InlineData(true, "")]
    [InlineData(true, "data: {\"id\":\"1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\n")]
    public async Task Silence_beyond_the_limit_ends_the_call(bool streamed, string events)
    {
        await ServeAsync(ModelSteps.Hang(events));
        var client = new OpenAIChatClient(
            Endpoint() with { Timeout = TimeSpan.FromMilliseconds(200) }, null, _http, TimeProvider.System);

        var error = await Should.ThrowAsync<ModelException>(() => ReadAsync(client, streamed));

        error.Message.ShouldBe("model provider 'test': no answer within 0.2 s.");
        error.IsTransient.ShouldBeTrue();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_caller_who_goes_is_no_failure(bool streamed)
    {
        var came = new TaskCompletionSource();
        var client = await ClientAsync(async (http, call) =>
        {
            came.SetResult();
            await ModelSteps.Hang()(http, call);
        });
        using var caller = new CancellationTokenSource();
        var asked = ReadAsync(client, streamed, caller.Token);
        await came.Task.WaitAsync(Bound);

        await caller.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => asked.WaitAsync(Bound));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_connection_that_breaks_when_the_caller_goes_is_no_failure(bool streamed)
    {
        using var caller = new CancellationTokenSource();
        using var http = new HttpClient(new BrokenBy(caller));
        var endpoint = new ModelEndpoint("test", new Uri("http://localhost/v1")) { Model = "m" };
        var client = new OpenAIChatClient(endpoint, null, http, TimeProvider.System);

        await Should.ThrowAsync<OperationCanceledException>(() => ReadAsync(client, streamed, caller.Token));
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        _http.Dispose();
        _end.Dispose();
    }

    private static List<ChatMessage> Said(string text) => [new(ChatRole.User, text)];

    private ModelEndpoint Endpoint() => new("test", _server!.BaseUrl) { Model = "test-model" };

    private async Task ServeAsync(ModelStep step)
    {
        if (_server is not null) await _server.DisposeAsync();
        _server = await ScriptedModelServer.StartAsync(step);
    }

    private async Task<OpenAIChatClient> ClientAsync(ModelStep step)
    {
        await ServeAsync(step);
        return new OpenAIChatClient(Endpoint(), "sk-secret-key-1", _http, TimeProvider.System);
    }

    private async Task<ChatResponse> AskAsync(bool streamed, ModelStep step) => await ReadAsync(await ClientAsync(step), streamed);

    private async Task<ModelException> FailureAsync(bool streamed, ModelStep step) =>
        await Should.ThrowAsync<ModelException>(() => AskAsync(streamed, step));

    private Task<ChatResponse> ReadAsync(OpenAIChatClient client, bool streamed, CancellationToken? cancellation = null) => streamed
        ? client.GetStreamingResponseAsync(Said("u"), null, cancellation ?? _end.Token).ToChatResponseAsync(cancellation ?? _end.Token)
        : client.GetResponseAsync(Said("u"), null, cancellation ?? _end.Token);

    /// <summary>A connection that fails at the moment that its caller goes.</summary>
    private sealed class BrokenBy(CancellationTokenSource caller) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await caller.CancelAsync();
            throw new HttpRequestException("the connection was closed");
        }
    }
}
