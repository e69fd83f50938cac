using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hanzo.Network.Agents;
using Hanzo.Network.Models;
using Hanzo.Network.Node.Tests.Support;

namespace Hanzo.Network.Node.Tests.Completions;

public sealed class ChatEndpointTests : IAsyncLifetime
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(15);
    private TestNode _node = null!;

    public async Task InitializeAsync()
    {
        _node = await TestNode.StartAsync();
        _node.Network.Events =
        [
            Steps.Queued("it fits"), Steps.Started(), Steps.Delta("Hel"), Steps.Delta("lo"), Steps.Replied("Hello"),
            Steps.Completed("Hello"),
        ];
    }

    public Task DisposeAsync() => _node.DisposeAsync().AsTask();

    [Fact]
    public async Task Agents_the_router_and_models_of_nodes_are_listed_with_their_owners()
    {
        _node.Network.Status = _node.Network.Status with
        {
            Models = [new("gpu", "ollama", "qwen3"), new("rack", "vllm", "qwen3"), new("gpu", "ollama", "echo")],
        };

        var list = await _node.Http.GetFromJsonAsync<JsonObject>("/v1/models");
        using var one = await _node.Http.GetAsync("/v1/models/qwen3");
        using var none = await _node.Http.GetAsync("/v1/models/qwen4");

        list!["object"]!.GetValue<string>().ShouldBe("list");
        list["data"]!.AsArray().Select(item => $"{item!["id"]} {item["owned_by"]}").ShouldBe(
            ["auto hanzo", "echo hanzo", "network:echo ollama@gpu", "qwen3 ollama@gpu, vllm@rack"]);
        (await one.Content.ReadAsStringAsync()).ShouldContain("\"object\":\"model\"");
        none.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await none.Content.ReadAsStringAsync()).ShouldContain("did you mean \\u0027qwen3\\u0027?");
    }

    [Fact]
    public async Task An_agent_answers_as_a_model_with_its_node_and_why()
    {
        using var response = await AskAsync(new { model = "echo", messages = Hi, temperature = 1 });
        var body = await JsonOf(response);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        Header(response, "x-hanzo-node").ShouldBe("two");
        Header(response, "x-hanzo-why").ShouldBe("it fits");
        Header(response, "x-hanzo-run").ShouldBe(FakeNetwork.Run.ToString());
        body.ToJsonString().ShouldBe(
            """{"id":"chatcmpl-echo.3.01JD0000000000000000000000.1","object":"chat.completion","created":77,"model":"echo","choices":"""
            + """[{"index":0,"message":{"role":"assistant","content":"Hello"},"logprobs":null,"finish_reason":"stop"}],"""
            + "\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":7,\"total_tokens\":18}}");
        _node.Network.Requests.ShouldHaveSingleItem().Agent.ShouldBe("echo");
    }

    [Fact]
    public async Task An_answer_streams_and_ends_with_what_was_used()
    {
        using var response = await AskAsync(
            new { model = "auto", messages = Hi, stream = true, stream_options = new { include_usage = true } });
        var lines = (await response.Content.ReadAsStringAsync()).Split('\n')
            .Where(line => line.StartsWith("data: ", StringComparison.Ordinal)).Select(line => line[6..]).ToList();

        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        Header(response, "x-hanzo-node").ShouldBe("two");
        lines[^1].ShouldBe("[DONE]");
        var chunks = lines[..^1].Select(line => JsonNode.Parse(line)!).ToList();
        chunks.ShouldAllBe(chunk => chunk["object"]!.GetValue<string>() == "chat.completion.chunk");
        chunks.ShouldAllBe(chunk => chunk["model"]!.GetValue<string>() == "echo");
        chunks.SelectMany(chunk => chunk["choices"]!.AsArray()).Select(choice => choice!["delta"]!.ToJsonString()).ShouldBe(
            ["""{"role":"assistant","content":""}""", """{"content":"Hel"}""", """{"content":"lo"}""", "{}"]);
        chunks[^2]["choices"]![0]!["finish_reason"]!.GetValue<string>().ShouldBe("stop");
        (chunks[^1]["choices"]!.AsArray().Count, chunks[^1]["usage"]!["total_tokens"]!.GetValue<int>()).ShouldBe((0, 18));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_run_that_fails_before_it_said_anything_is_an_error(bool stream)
    {
        _node.Network.Events = [Steps.Queued(), Steps.Started(), Steps.Failed("the model call failed")];
        using var response = await AskAsync(new { model = "echo", messages = Hi, stream });
        var error = (await JsonOf(response))["error"]!;

        response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        Header(response, "x-should-retry").ShouldBe("false");
        error.ToJsonString().ShouldBe("""{"message":"the model call failed","type":"run_error","param":null,"code":"run_failed"}""");
    }

    [Fact]
    public async Task A_run_that_fails_after_its_first_words_ends_its_stream_with_the_error()
    {
        _node.Network.Events = [Steps.Queued(), Steps.Started(), Steps.Delta("Hel"), Steps.Failed("the node is gone")];
        using var response = await AskAsync(new { model = "echo", messages = Hi, stream = true });
        var text = await response.Content.ReadAsStringAsync();

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        text.ShouldContain("\"content\":\"Hel\"");
        text.ShouldContain("data: {\"error\":{\"message\":\"the node is gone\"");
        text.ShouldNotContain("[DONE]");
    }

    [Fact]
    public async Task Who_is_unknown_is_told_what_there_is()
    {
        using var response = await AskAsync(new { model = "ecko", messages = Hi });
        var error = (await JsonOf(response))["error"]!;

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (error["code"]!.GetValue<string>(), error["param"]!.GetValue<string>()).ShouldBe(("model_not_found", "model"));
        error["message"]!.GetValue<string>().ShouldBe("There is no agent or model 'ecko'; did you mean 'echo'? There are: auto, echo.");
    }

    [Theory]
    [InlineData(NetworkError.TooManyQueued, HttpStatusCode.TooManyRequests, "rate_limit_error", "too_many_queued")]
    [InlineData(NetworkError.Unavailable, HttpStatusCode.ServiceUnavailable, "server_error", "unavailable")]
    [InlineData(NetworkError.NoCandidate, HttpStatusCode.UnprocessableEntity, "invalid_request_error", "no_candidate")]
    public async Task What_the_network_refuses_has_the_clients_format(NetworkError error, HttpStatusCode status, string type, string code)
    {
        _node.Network.Failure = new AgentNetworkException(error, "not now");
        using var response = await AskAsync(new { model = "echo", messages = Hi });
        var told = (await JsonOf(response))["error"]!;

        response.StatusCode.ShouldBe(status);
        (told["type"]!.GetValue<string>(), told["code"]!.GetValue<string>()).ShouldBe((type, code));
    }

    [Fact]
    public async Task A_prompt_of_ten_megabytes_is_refused_in_words()
    {
        var large = new { role = "user", content = new string('a', 10 << 20) };
        using var response = await AskAsync(new { model = "echo", messages = new[] { large } });
        var error = (await JsonOf(response))["error"]!;

        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        error["code"]!.GetValue<string>().ShouldBe("body_too_large");
        _node.Network.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_client_that_goes_cancels_its_run()
    {
        _node.Network.Events = [Steps.Queued(), Steps.Started(), Steps.Delta("Hel")];
        var asked = AskAsync(new { model = "echo", messages = Hi, stream = true }, HttpCompletionOption.ResponseHeadersRead);
        using (var response = await asked.WaitAsync(Bound))
            await (await response.Content.ReadAsStreamAsync()).ReadExactlyAsync(new byte[20]);

        await UntilAsync(() => _node.Network.Cancels.Count == 1);

        _node.Network.Cancels.ShouldBe(["whoever asked has gone"]);
        _node.Network.Watchers.ShouldBe(0);
    }

    [Fact]
    public async Task The_end_of_the_node_lets_the_run_be()
    {
        _node.Network.Events = [Steps.Queued(), Steps.Started()];
        var asked = AskAsync(new { model = "echo", messages = Hi });
        await UntilAsync(() => _node.Network.Watchers == 1);

        await _node.StopAsync();
        using var response = await asked.WaitAsync(Bound);

        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await JsonOf(response))["error"]!["code"]!.GetValue<string>().ShouldBe("node_ending");
        _node.Network.Cancels.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_the_key_the_error_has_the_clients_format()
    {
        await using var node = await TestNode.StartAsync(key: "secret");
        using var response = await node.Http.PostAsJsonAsync("/v1/chat/completions", new { model = "echo", messages = Hi });

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await JsonOf(response))["error"]!["code"]!.GetValue<string>().ShouldBe("missing_api_key");
    }

    private static object[] Hi => [new { role = "user", content = "Hi" }];

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using var deadline = new CancellationTokenSource(Bound);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!isSo()) await timer.WaitForNextTickAsync(deadline.Token);
    }

    private static string Header(HttpResponseMessage response, string name) => response.Headers.GetValues(name).ShouldHaveSingleItem();

    private static async Task<JsonObject> JsonOf(HttpResponseMessage response) =>
        JsonSerializer.Deserialize<JsonObject>(await response.Content.ReadAsStringAsync())!;

    private async Task<HttpResponseMessage> AskAsync(object body, HttpCompletionOption option = HttpCompletionOption.ResponseContentRead)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = JsonContent.Create(body) };
        return await _node.Http.SendAsync(request, option);
    }
}
