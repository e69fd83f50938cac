using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Hanzo.Network.Agents;
using Hanzo.Network.Memory;
using Hanzo.Network.Node.Commands;
using Hanzo.Network.Node.Tests.Support;
using Hanzo.Network.Text.Embeddings;

namespace Hanzo.Network.Node.Tests.Api;

/// <summary>Memories by HTTP and by the command line.</summary>
public sealed class MemoryEndpointsTests : IAsyncLifetime
{
    private const string Session = "math.3.01JD0000000000000000000000";

    private readonly InMemoryMemoryStore _store = new();
    private MemoryManager _memory = null!;
    private TestNode _node = null!;

    public async Task InitializeAsync()
    {
        _memory = new MemoryManager(
            _store, new HashedEmbeddings(MemoryManager.DefaultDimensions), TimeProvider.System, new SystemIds(TimeProvider.System));
        _node = await TestNode.StartAsync(memory: _memory);
        await KeepAsync("ada", 1, "My dog is called Bruno.");
        await KeepAsync("bob", 2, "Night trains go to Vienna.");
    }

    public Task DisposeAsync() => _node.DisposeAsync().AsTask();

    [Fact]
    public async Task Memories_are_listed_by_what_narrows_them_down()
    {
        var (status, all) = await SendAsync(HttpMethod.Get, "/v1/memories");
        (status, all["memories"]!.AsArray().Count, all["has_more"]!.GetValue<bool>()).ShouldBe((HttpStatusCode.OK, 2, false));
        all["store"]!.ToString().ShouldBe(_memory.Store);

        var (_, adas) = await SendAsync(HttpMethod.Get, "/v1/memories?user=ada&agent=math&kind=short_term&session=" + Session);
        var memory = adas["memories"]!.AsArray().Single()!;
        (memory["id"]!.ToString(), memory["text"]!.ToString(), memory["user"]!.ToString(), memory["source"]!.ToString())
            .ShouldBe(($"{Session}.1.user", "My dog is called Bruno.", "ada", "user"));
        (memory["shared"]!.GetValue<bool>(), memory["score"]).ShouldBe((false, null));

        (_, var first) = await SendAsync(HttpMethod.Get, "/v1/memories?limit=1");
        (first["memories"]!.AsArray().Count, first["has_more"]!.GetValue<bool>()).ShouldBe((1, true));
        (_, var none) = await SendAsync(HttpMethod.Get, "/v1/memories?agent=text");
        none["memories"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_query_finds_the_best_with_its_score()
    {
        var (_, found) = await SendAsync(HttpMethod.Get, "/v1/memories?query=what%20is%20the%20dog%20called");

        var best = found["memories"]![0]!;
        best["text"]!.ToString().ShouldBe("My dog is called Bruno.");
        best["relevance"]!.GetValue<double>().ShouldBeInRange(0.2, 1);
        best["score"]!.GetValue<double>().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_memory_is_told_for_good()
    {
        var (status, added) = await SendAsync(
            HttpMethod.Post, "/v1/memories", """{"text":"Closed on Mondays.","agent":"math","importance":1}""");

        (status, added["kind"]!.ToString(), added["source"]!.ToString(), added["shared"]!.GetValue<bool>())
            .ShouldBe((HttpStatusCode.Created, "long_term", "given", true));
        (_, var listed) = await SendAsync(HttpMethod.Get, $"/v1/memories?id={added["id"]}");
        listed["memories"]!.AsArray().Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("user=ada")]
    [InlineData("id=" + Session + ".1.user")]
    public async Task What_is_meant_is_deleted_and_counted(string which)
    {
        var (status, gone) = await SendAsync(HttpMethod.Delete, $"/v1/memories?{which}");
        (status, gone["deleted"]!.GetValue<int>()).ShouldBe((HttpStatusCode.OK, 1));

        (_, var left) = await SendAsync(HttpMethod.Get, "/v1/memories");
        left["memories"]!.AsArray().Single()!["user"]!.ToString().ShouldBe("bob");
    }

    [Theory]
    [InlineData("session=" + Session)]
    [InlineData("agent=math")]
    [InlineData("all=true")]
    public async Task Whole_sessions_agents_and_all_can_be_forgotten(string which)
    {
        var (_, gone) = await SendAsync(HttpMethod.Delete, $"/v1/memories?{which}");

        gone["deleted"]!.GetValue<int>().ShouldBe(2);
    }

    [Theory]
    [InlineData("DELETE", "", "all", "or 'all=true' for every one")]
    [InlineData("DELETE", "?usr=ada", "usr", "There is no parameter 'usr'")]
    [InlineData("DELETE", "?user=", "all", "Say which memories")]
    [InlineData("DELETE", "?agent=math&user=", "user", "must have one value")]
    [InlineData("DELETE", "?user=ada&user=bob", "user", "must have one value")]
    [InlineData("DELETE", "?all=true&user=ada", "all", "does not go with")]
    [InlineData("DELETE", "?all=yes", "all", "must be true or false")]
    [InlineData("GET", "?session=x", "session", "agent.slot.ulid")]
    [InlineData("GET", "?kind=x", "kind", "allowed: short_term, long_term, reflection")]
    [InlineData("GET", "?agent=X", "agent", "must match")]
    [InlineData("GET", "?limit=0", "limit", "must be 1 to 999")]
    [InlineData("POST", "", "text", "'text' is missing")]
    public async Task What_is_wrong_is_said_and_nothing_deleted(string method, string query, string field, string why)
    {
        var (status, problem) = await SendAsync(new HttpMethod(method), $"/v1/memories{query}", method == "POST" ? "{}" : null);

        (status, problem["field"]!.ToString()).ShouldBe((HttpStatusCode.BadRequest, field));
        problem["detail"]!.ToString().ShouldContain(why);
        (await _memory.ListAsync(MemoryFilter.All, 10)).Length.ShouldBe(2);
    }

    [Fact]
    public async Task The_command_line_lists_finds_adds_and_deletes()
    {
        (await RunAsync("memory", "list", "--user", "ada")).Output.ShouldContain("My dog is called Bruno.");
        (await RunAsync("memory", "list")).Output.ShouldContain("2 memories, kept in this process's memory");
        (await RunAsync("memory", "search", "trains", "--json")).Output.ShouldContain("Night trains go to Vienna.");
        (await RunAsync("memory", "add", "Closed on Mondays.", "--agent", "math")).Output.ShouldStartWith("remembered as given.");

        (await RunAsync("memory", "delete")).ShouldSatisfyAllConditions(
            said => said.Exit.ShouldBe(2), said => said.Error.ShouldContain("Say which memories"));
        (await RunAsync("memory", "delete", "--session", Session, "--json")).Output.ShouldBe("{\"deleted\":2}\n");
        (await RunAsync("memory", "delete", "--all")).Output.ShouldBe("forgotten: 1\n");
    }

    private Task<KeptMemories> KeepAsync(string user, long run, string said)
    {
        var (agent, session) = (AgentName.Parse("math"), SessionId.Parse(Session));
        var reader = MemoryReader.Of(agent, new AgentMemory(), session, user);
        return _memory.KeepAsync(reader, agent, new AgentMemory(), new SaidInRun(new RunId(session, run), said, ""), default);
    }

    private async Task<(int Exit, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var variables = new Dictionary<string, string> { ["HANZO_NODE"] = _node.Url.ToString() };
        var exit = await HanzoCli.RunAsync(arguments, new CommandContext(output, error, variables));
        return (exit, output.ToString(), error.ToString());
    }

    private async Task<(HttpStatusCode Status, JsonNode Body)> SendAsync(HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _node.Http.SendAsync(request);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }
}
