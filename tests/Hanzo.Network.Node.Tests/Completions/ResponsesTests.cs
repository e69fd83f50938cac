using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Hanzo.Network.Node.Api;
using Hanzo.Network.Node.Completions;
using Hanzo.Network.Node.Tests.Support;

namespace Hanzo.Network.Node.Tests.Completions;

public sealed class ResponsesTests : IAsyncLifetime
{
    private static readonly string Previous = $"resp_{FakeNetwork.Run}";
    private TestNode _node = null!;

    public async Task InitializeAsync()
    {
        _node = await TestNode.StartAsync();
        _node.Network.Events =
            [Steps.Queued(), Steps.Started(), Steps.Delta("Hel"), Steps.Delta("lo"), Steps.Replied("Hello"), Steps.Completed("Hello")];
    }

    public Task DisposeAsync() => _node.DisposeAsync().AsTask();

    [Fact]
    public async Task An_agent_responds_with_one_message()
    {
        var body = await AskAsync(new { model = "echo", input = "Hi", instructions = "Be kind.", metadata = new { a = "b" } });

        (body["id"], body["object"], body["status"], body["model"]).ToString()
            .ShouldBe($"({Previous}, response, completed, echo)");
        var message = body["output"]!.AsArray().ShouldHaveSingleItem()!;
        (message["type"], message["role"], message["content"]![0]!["type"], message["content"]![0]!["text"]).ToString()
            .ShouldBe("(message, assistant, output_text, Hello)");
        (body["usage"]!["total_tokens"], body["instructions"], body["metadata"]!["a"], body["store"]).ToString()
            .ShouldBe("(18, Be kind., b, true)");
        var run = _node.Network.Requests.ShouldHaveSingleItem();
        (run.Input, run.Session).ShouldBe(("Hi", null));
        run.History.ShouldHaveSingleItem().ShouldBe(new("system", "Be kind."));
    }

    [Fact]
    public async Task A_stream_tells_each_step_by_its_type_and_number()
    {
        using var response = await PostAsync(new { model = "echo", input = "Hi", stream = true });
        var lines = (await response.Content.ReadAsStringAsync()).Split('\n');
        var types = lines.Where(line => line.StartsWith("event: ", StringComparison.Ordinal)).Select(line => line[7..]);
        var data = lines.Where(line => line.StartsWith("data: ", StringComparison.Ordinal))
            .Select(line => JsonNode.Parse(line[6..])!).ToList();

        string[] expected =
        [
            "response.created", "response.in_progress", "response.output_item.added", "response.content_part.added",
            "response.output_text.delta", "response.output_text.delta", "response.output_text.done", "response.content_part.done",
            "response.output_item.done", "response.completed",
        ];
        types.ShouldBe(expected);
        data.Select(item => item["type"]!.GetValue<string>()).ShouldBe(expected);
        data.Select(item => item["sequence_number"]!.GetValue<int>()).ShouldBe(Enumerable.Range(0, 10));
        data[6]["text"]!.GetValue<string>().ShouldBe("Hello");
        data[^1]["response"]!["output"]![0]!["content"]![0]!["text"]!.GetValue<string>().ShouldBe("Hello");
    }

    [Fact]
    public async Task What_fails_in_the_middle_ends_the_stream_as_failed()
    {
        _node.Network.Events = [Steps.Queued(), Steps.Started(), Steps.Delta("Hel"), Steps.Failed("the node is gone")];
        using var response = await PostAsync(new { model = "echo", input = "Hi", stream = true });
        var last = (await response.Content.ReadAsStringAsync()).Split("data: ")[^1];

        JsonNode.Parse(last)!["response"]!["error"]!.ToJsonString().ShouldBe("""{"code":"run_failed","message":"the node is gone"}""");
    }

    [Fact]
    public async Task The_newest_response_is_gone_on_with_in_its_session()
    {
        await AskAsync(new { model = "echo", input = "and now?", previous_response_id = Previous });

        _node.Network.Requests.ShouldHaveSingleItem().Session.ShouldBe(FakeNetwork.Run.Session);
    }

    [Theory]
    [InlineData("resp_echo.3.01JD0000000000000000000000.7", "There is no response")]
    [InlineData("resp_unstored_echo.3.01JD0000000000000000000000.1", "was not to be stored")]
    [InlineData("resp_0193", "is no response of an agent")]
    public async Task What_cannot_be_gone_on_with_is_told(string previous, string why)
    {
        using var response = await PostAsync(new { model = "echo", input = "Hi", previous_response_id = previous });
        var error = (await response.Content.ReadFromJsonAsync<JsonObject>())!["error"]!;

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        error["param"]!.GetValue<string>().ShouldBe("previous_response_id");
        error["message"]!.GetValue<string>().ShouldContain(why);
    }

    [Fact]
    public async Task What_is_not_to_be_stored_says_so_in_its_id() =>
        (await AskAsync(new { model = "echo", input = "Hi", store = false }))["id"]!.GetValue<string>()
            .ShouldBe($"resp_unstored_{FakeNetwork.Run}");

    [Fact]
    public async Task A_guardrail_in_the_way_is_a_refusal()
    {
        _node.Network.Events = [Steps.Queued(), Steps.Started(), Steps.Blocked(), Steps.Failed("no names")];
        var body = await AskAsync(new { model = "echo", input = "Hi" });

        body["output"]![0]!["content"]![0]!.ToJsonString().ShouldBe("""{"type":"refusal","refusal":"no names"}""");
        body["status"]!.GetValue<string>().ShouldBe("completed");
    }

    [Fact]
    public void Messages_are_read_in_each_of_their_forms()
    {
        var request = Read(
            """
            {"model":"m","max_output_tokens":5,"input":[{"role":"developer","content":"Be kind."},
             {"type":"message","role":"user","content":[{"type":"input_text","text":"a"},{"type":"input_text","text":"b"}]},
             {"type":"message","id":"msg_1","role":"assistant","content":[{"type":"output_text","text":"c","annotations":[]}]},
             {"role":"user","content":"d"}],"tools":[],"include":["x"],"reasoning":{"effort":"low"},"truncation":"auto"}
            """);

        request.Asked.Messages.Select(message => (message.Role, message.Text)).ShouldBe(
            [("system", "Be kind."), ("user", "ab"), ("assistant", "c"), ("user", "d")]);
        (request.Asked.Options.MaxOutputTokens, request.Store, request.Previous).ShouldBe((5, true, null));
    }

    [Theory]
    [InlineData("""{"model":"m"}""", "input")]
    [InlineData("""{"model":"m","input":[]}""", "input")]
    [InlineData("""{"model":"m","input":"x","tools":[{"type":"web_search"}]}""", "tools")]
    [InlineData("""{"model":"m","input":"x","background":true}""", "background")]
    [InlineData("""{"model":"m","input":"x","conversation":"c"}""", "conversation")]
    [InlineData("""{"model":"m","input":"x","text":{"format":{"type":"json_object"}}}""", "text.format.type")]
    [InlineData("""{"model":"m","input":[{"type":"function_call_output"}]}""", "input[0].type")]
    [InlineData("""{"model":"m","input":[{"role":"user","content":[{"type":"input_image"}]}]}""", "input[0].content[0].type")]
    [InlineData("""{"model":"m","input":"x","metadata":{"a":1}}""", "metadata.a")]
    public void What_is_wrong_or_not_done_is_named(string body, string field) =>
        Should.Throw<ApiException>(() => Read(body)).Field.ShouldBe(field);

    private static ResponsesRequest Read(string body) => ResponsesRequestReader.Read(Encoding.UTF8.GetBytes(body));

    private Task<HttpResponseMessage> PostAsync(object body) => _node.Http.PostAsJsonAsync("/v1/responses", body);

    private async Task<JsonObject> AskAsync(object body)
    {
        using var response = await PostAsync(body);
        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        return JsonNode.Parse(text)!.AsObject();
    }
}
