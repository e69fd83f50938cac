using System.Text;
using Hanzo.Network.Node.Api;
using Hanzo.Network.Node.Completions;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Node.Tests.Completions;

public sealed class ChatRequestReaderTests
{
    [Fact]
    public void A_request_is_read_with_all_that_a_model_goes_by()
    {
        var request = Read(
            """
            {"model":"qwen3","stream":true,"stream_options":{"include_usage":true},"temperature":0.5,"top_p":0.9,"max_tokens":70,
             "frequency_penalty":-1,"presence_penalty":1,"stop":["a","b"],"parallel_tool_calls":false,"tool_choice":{"type":"function",
             "function":{"name":"look"}},"tools":[{"type":"function","function":{"name":"look","description":"Looks.",
             "parameters":{"type":"object","properties":{"at":{"type":"string"}}}}}],
             "messages":[{"role":"developer","content":"Be kind."},{"role":"user","content":[{"type":"text","text":"Hi"},
             {"type":"text","text":" there"}]},{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function",
             "function":{"name":"look","arguments":"{\"at\":\"it\"}"}}]},{"role":"tool","tool_call_id":"c1","content":"seen"}],
             "user":"u","metadata":{"a":"b"},"store":true,"something_new":{"x":1}}
            """);

        (request.Model, request.Stream, request.IncludeUsage).ShouldBe(("qwen3", true, true));
        request.Messages.Select(message => (message.Role, message.Text)).ShouldBe(
            [("system", "Be kind."), ("user", "Hi there"), ("assistant", ""), ("tool", "seen")]);
        request.Messages[2].Calls.ShouldHaveSingleItem().ShouldBe(new("c1", "look", "{\"at\":\"it\"}"));
        request.Messages[3].CallId.ShouldBe("c1");
        var options = request.Options;
        (options.Temperature, options.TopP, options.MaxOutputTokens).ShouldBe((0.5f, 0.9f, 70));
        (options.FrequencyPenalty, options.PresencePenalty, options.AllowMultipleToolCalls).ShouldBe((-1f, 1f, false));
        options.StopSequences.ShouldBe(["a", "b"]);
        options.ToolMode.ShouldBe(ChatToolMode.RequireSpecific("look"));
        var tool = options.Tools!.ShouldHaveSingleItem().ShouldBeAssignableTo<AIFunctionDeclaration>()!;
        (tool.Name, tool.Description).ShouldBe(("look", "Looks."));
        tool.JsonSchema.GetProperty("properties").GetProperty("at").GetProperty("type").GetString().ShouldBe("string");
        request.OnlyForModels.ShouldBe(["tools", "tool_choice", "stop"]);
    }

    [Fact]
    public void What_is_null_is_as_if_it_were_not_there()
    {
        var request = Read(
            """
            {"model":"m","messages":[{"role":"user","content":"Hi","name":null}],"stream":null,"stream_options":null,"temperature":null,
             "tools":null,"tool_choice":null,"stop":null,"n":1,"logprobs":false,"response_format":{"type":"text"},"logit_bias":{}}
            """);

        request.OnlyForModels.ShouldBeEmpty();
        (request.Stream, request.Options.Tools, request.Options.Temperature).ShouldBe((false, null, null));
    }

    [Fact]
    public void A_schema_for_the_answer_is_read()
    {
        var request = Read(
            """
            {"model":"m","messages":[{"role":"user","content":"Hi"}],"response_format":{"type":"json_schema",
             "json_schema":{"name":"answer","schema":{"type":"object"}}}}
            """);

        var format = request.Options.ResponseFormat.ShouldBeOfType<ChatResponseFormatJson>();
        (format.SchemaName, format.Schema!.Value.GetRawText()).ShouldBe(("answer", "{\"type\":\"object\"}"));
        request.OnlyForModels.ShouldBe(["response_format"]);
    }

    [Theory]
    [InlineData("""{"n":2}""", "n", "unsupported_parameter")]
    [InlineData("""{"logprobs":true}""", "logprobs", "unsupported_parameter")]
    [InlineData("""{"audio":{"voice":"x"}}""", "audio", "unsupported_parameter")]
    [InlineData("""{"modalities":["text","audio"]}""", "modalities", "unsupported_parameter")]
    [InlineData("""{"functions":[]}""", "functions", "unsupported_parameter")]
    [InlineData("""{"logit_bias":{"5":1}}""", "logit_bias", "unsupported_parameter")]
    [InlineData("""{"tools":[{"type":"web_search"}]}""", "tools[0].type", "unsupported_parameter")]
    [InlineData("""{"temperature":3}""", "temperature", "invalid_value")]
    [InlineData("""{"max_tokens":0}""", "max_tokens", "invalid_value")]
    [InlineData("""{"stream":"yes"}""", "stream", "invalid_value")]
    [InlineData("""{"model":7}""", "model", "invalid_value")]
    [InlineData("""{"model":null}""", "model", "missing_required_parameter")]
    [InlineData("""{"messages":[]}""", "messages", "missing_required_parameter")]
    [InlineData("""{"messages":"hi"}""", "messages", "invalid_value")]
    [InlineData("""{"messages":[{"content":"x"}]}""", "messages[0].role", "missing_required_parameter")]
    [InlineData("""{"messages":[{"role":"wizard","content":"x"}]}""", "messages[0].role", "invalid_value")]
    [InlineData("""{"messages":[{"role":"tool","content":"x"}]}""", "messages[0].tool_call_id", "missing_required_parameter")]
    [InlineData(
        """{"messages":[{"role":"user","content":[{"type":"image_url"}]}]}""", "messages[0].content[0].type", "unsupported_parameter")]
    [InlineData("""{"response_format":{"type":"xml"}}""", "response_format.type", "invalid_value")]
    [InlineData("""{"response_format":{"type":"json_schema"}}""", "response_format.json_schema.schema", "invalid_value")]
    public void What_is_wrong_or_not_done_is_named(string changed, string field, string code)
    {
        var body = System.Text.Json.Nodes.JsonNode.Parse("""{"model":"m","messages":[{"role":"user","content":"Hi"}]}""")!.AsObject();
        foreach (var (name, value) in System.Text.Json.Nodes.JsonNode.Parse(changed)!.AsObject()) body[name] = value?.DeepClone();

        var error = Should.Throw<ApiException>(() => Read(body.ToJsonString()));

        (error.Status, error.Field, error.Code).ShouldBe((400, field, code));
        error.Message.ShouldContain($"'{field}'");
    }

    [Fact]
    public void Half_a_character_is_no_text() =>
        Should.Throw<ApiException>(() => Read("""{"model":"m","messages":[{"role":"user","content":"\ud800"}]}"""))
            .Field.ShouldBe("messages[0].content");

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"model\":")]
    [InlineData("{\"\\ud800\":1}")]
    [InlineData("{\"model\":\"m\",\"metadata\":{\"\\udc00\":\"x\"}}")]
    public void What_is_no_JSON_object_is_refused(string body) =>
        Should.Throw<ApiException>(() => Read(body)).Code.ShouldBe("malformed_json");

    private static CompletionRequest Read(string body) => ChatRequestReader.Read(Encoding.UTF8.GetBytes(body));
}
