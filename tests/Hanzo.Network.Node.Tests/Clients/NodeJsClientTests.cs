using System.Text.Json.Nodes;
using Hanzo.Network.Node.Tests.Completions;
using Hanzo.Network.Node.Tests.Processes;

namespace Hanzo.Network.Node.Tests.Clients;

/// <summary>Official clients of Node.js as real processes, against nodes that are real processes.</summary>
public sealed class NodeJsClientTests(ClientNetwork network) : IClassFixture<ClientNetwork>
{
    [Fact]
    public async Task The_OpenAI_client_lists_asks_streams_calls_tools_goes_on_and_understands_errors()
    {
        var got = await NodeJs.RunAsync("openai.mjs", $"{network.Laptop.Url}/v1");

        Texts(got["models"]!).ShouldBe(["auto hanzo", "echo hanzo", "math hanzo", "text hanzo", "qwen3 ollama@gpu"]);
        got["agent"]!["content"]!.GetValue<string>().ShouldEndWith("heard: 42");
        (got["agent"]!["finish"], got["agent"]!["node"]).ToString().ShouldBe("(stop, gpu)");
        got["agent"]!["why"]!.GetValue<string>().ShouldNotBeEmpty();
        got["stream"]!["content"]!.GetValue<string>().ShouldContain("heard: ");
        got["stream"]!["pieces"]!.GetValue<int>().ShouldBeGreaterThan(0);
        got["stream"]!["usage"]!["total_tokens"]!.GetValue<int>().ShouldBeGreaterThan(0);
        got["tools"]!.ToJsonString().ShouldBe(
            """{"finish":"tool_calls","call":"weather {\u0022city\u0022:\u0022Oslo\u0022}","content":"3 heard: rain"}""");
        got["responses"]!.ToJsonString().ShouldBe("""["one","two",true]""");
        got["events"]!["text"]!.GetValue<string>().ShouldContain("heard: ");
        Texts(got["events"]!["types"]!).ShouldBe(
            [
                "response.created", "response.in_progress", "response.output_item.added", "response.content_part.added",
                "response.output_text.delta", "response.output_text.done", "response.content_part.done", "response.output_item.done",
                "response.completed",
            ]);
        About(got["unknown"]!).ShouldBe("NotFoundError 404 model_not_found model");
        About(got["unsupported"]!).ShouldBe("BadRequestError 400 unsupported_parameter tools");
        About(got["large"]!).ShouldBe("APIError 413 body_too_large ");
    }

    [Fact]
    public async Task The_MCP_client_lists_and_calls_the_agents_as_tools()
    {
        var got = await NodeJs.RunAsync("mcp.mjs", HanzoBuild.Program(HanzoBuild.Runtime), network.Laptop.Url);

        got["server"]!.GetValue<string>().ShouldBe("hanzo-network");
        got["tools"]!.AsArray().Select(tool => tool!["name"]!.GetValue<string>()).ShouldBe(
            ["network_status", "list_agents", "run_result", "echo", "math", "text"]);
        Texts(got["asked"]!["texts"]!)[0].ShouldBe("one");
        Texts(got["again"]!["texts"]!)[0].ShouldBe("two");
        Session(got["again"]!).ShouldBe(Session(got["asked"]!));
        got["status"]!.GetValue<string>().ShouldBe("laptop");
        Texts(got["agents"]!).ShouldBe(["echo", "math", "text"]);
        Texts(got["run"]!["texts"]!)[0].ShouldBe("two");
        got["missing"]!["isError"]!.GetValue<bool>().ShouldBeTrue();
        Texts(got["missing"]!["texts"]!).ShouldBe(["'message' is missing."]);
        Texts(got["unknown"]!["texts"]!)[0].ShouldContain("there are: network_status, list_agents, run_result, echo, math, text.");
        Texts(got["many"]!).ShouldBe(["n1", "n2", "n3"]);
        got["complaints"]!.GetValue<string>().ShouldBeEmpty();
    }

    private static List<string> Texts(JsonNode array) => [.. array.AsArray().Select(item => item!.GetValue<string>())];

    private static string Session(JsonNode answer) => Texts(answer["texts"]!)[1].Split(", ")[0];

    private static string About(JsonNode error) => $"{error["kind"]} {error["status"]} {error["code"]} {error["param"]}";
}
