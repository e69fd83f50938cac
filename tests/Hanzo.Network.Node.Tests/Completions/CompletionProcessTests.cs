using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Hanzo.Network.Node.Tests.Completions;

/// <summary>Completions by agents and models of another node's machine.</summary>
public sealed class CompletionProcessTests(ClientNetwork network) : IClassFixture<ClientNetwork>, IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = new Uri(network.Laptop.Url), Timeout = TimeSpan.FromSeconds(30) };

    [Theory]
    [InlineData("qwen3")]
    [InlineData("network:qwen3")]
    public async Task A_model_of_another_node_answers_with_that_node_and_the_reason(string model)
    {
        using var response = await AskAsync(new { model, messages = Hi });

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Headers.GetValues("x-hanzo-node").ShouldBe(["gpu"]);
        response.Headers.GetValues("x-hanzo-why").ShouldHaveSingleItem().ShouldContain("the only one of the network");
        var body = await response.Content.ReadFromJsonAsync<JsonObject>();
        body!["choices"]![0]!["message"]!["content"]!.GetValue<string>().ShouldBe("1 heard: Hi");
        body["usage"]!["total_tokens"]!.GetValue<int>().ShouldBe(18);
    }

    [Fact]
    public async Task An_agent_of_another_node_goes_on_with_the_history_that_the_client_remembers()
    {
        using var response = await AskAsync(new
        {
            model = "text",
            messages = new object[]
            {
                new { role = "system", content = "Be short." }, new { role = "user", content = "one" },
                new { role = "assistant", content = "two" }, new { role = "user", content = "three" },
            },
        });

        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        response.Headers.GetValues("x-hanzo-node").ShouldBe(["gpu"]);
        var asked = network.Seen[^1].Body.GetProperty("messages").EnumerateArray().ToList();
        asked[0].ToString().ShouldContain("Be short.");
        asked.Skip(1).Take(3).Select(message => message.GetProperty("role").GetString()).ShouldBe(["user", "assistant", "user"]);
    }

    [Fact]
    public async Task The_router_chooses_an_agent_whose_tools_are_its_own()
    {
        var asked = new { role = "user", content = "calculate 6 * 7" };
        using var response = await AskAsync(new { model = "auto", messages = new[] { asked } });
        var body = await response.Content.ReadFromJsonAsync<JsonObject>();

        body!["model"]!.GetValue<string>().ShouldBe("math");
        body["choices"]![0]!["message"]!["content"]!.GetValue<string>().ShouldContain("heard: 42");
    }

    private static object[] Hi => [new { role = "user", content = "Hi" }];

    public void Dispose() => _http.Dispose();

    private Task<HttpResponseMessage> AskAsync(object body) => _http.PostAsJsonAsync("/v1/chat/completions", body);
}
