using Hanzo.Network.Node.Commands;
using Hanzo.Network.Node.Tests.Support;

namespace Hanzo.Network.Node.Tests.Commands;

public sealed class ConsensusCommandTests : IAsyncLifetime
{
    private TestNode _node = null!;

    public async Task InitializeAsync() => _node = await TestNode.StartAsync();

    public Task DisposeAsync() => _node.DisposeAsync().AsTask();

    [Fact]
    public async Task Keys_of_any_form_are_put_read_compared_listed_and_deleted()
    {
        (await RunAsync("put", "a b/c?d&e=%2F", "1")).ShouldBe((0, "revision 1\n", ""));
        (await RunAsync("get", "a b/c?d&e=%2F")).ShouldBe((0, "1\n", ""));
        (await RunAsync("put", "k", "x", "--if-modified", "0")).Output.ShouldBe("revision 2\n");
        (await RunAsync("put", "k", "y", "--if-modified", "0")).ShouldBe(
            (1, "", "hanzo: key 'k' was not changed: its revision is not 0; read it and decide again.\n"));
        (await RunAsync("put", "k", "y", "--if-modified", "2")).Output.ShouldBe("revision 3\n");
        (await RunAsync("list")).Output.ShouldBe("a b/c?d&e=%2F 1\nk y\n");
        (await RunAsync("list", "k", "--json")).Output.ShouldBe(
            """{"items":[{"key":"k","value":"y","created":2,"modified":3,"version":2,"lease":0}],"has_more":false}""" + "\n");
        (await RunAsync("delete", "k")).ShouldBe((0, "removed k\n", ""));
        (await RunAsync("get", "k")).ShouldBe((1, "", "hanzo: There is no key 'k'.\n"));
    }

    [Fact]
    public async Task A_transaction_holds_or_does_not()
    {
        const string Transaction =
            """
            {"if":[{"key":"k","part":"Version","kind":"Equal","number":0}],
             "then":[{"kind":"put","key":"k","value":"v"}],"else":[{"kind":"get","key":"k"}]}
            """;
        (await RunAsync("txn", Transaction)).ShouldBe((0, "held; revision 1\n", ""));
        (await RunAsync("txn", Transaction)).ShouldBe((0, "did not hold; revision 1\nk v\n", ""));
        (await RunAsync("txn", """{"then":[{"kind":"put","key":"k"}]}""")).Error.ShouldContain("value");
        (await RunAsync("txn", """{"then":[{"kind":"jump","key":"k"}]}""")).Error.ShouldBe(
            "hanzo: The body is no transaction: 'then[0].kind' is 'jump'; allowed: put, delete, get.\n");
        (await RunAsync("txn", """{"then":[{"kind":"get","key":""}]}""")).Error.ShouldContain("allowed are 1 to 512");
    }

    [Fact]
    public async Task Keys_of_the_network_itself_are_only_read()
    {
        const string Why = "'hanzo/', which is reserved for what the network itself keeps: nothing was changed. Take another prefix.\n";
        (await RunAsync("put", "hanzo/agents/x", "1")).ShouldBe((2, "", $"hanzo: key 'hanzo/agents/x' begins with {Why}"));
        (await RunAsync("delete", "hanzo/journal")).Error.ShouldEndWith(Why);
        (await RunAsync("txn", """{"then":[{"kind":"delete","key":"han","prefix":true}]}""")).Error.ShouldEndWith(Why);
        using var refused = await _node.Http.PutAsync(
            new Uri("/v1/consensus/keys?key=hanzo/x", UriKind.Relative),
            new StringContent("""{"value":"1"}""", System.Text.Encoding.UTF8, "application/json"));
        ((int)refused.StatusCode).ShouldBe(400);
        (await refused.Content.ReadAsStringAsync()).ShouldContain("\"code\":\"reserved_key\"");
        (await RunAsync("get", "hanzo/x")).ShouldBe((1, "", "hanzo: There is no key 'hanzo/x'.\n"));
    }

    [Fact]
    public async Task A_list_comes_in_pages()
    {
        foreach (var key in new[] { "a", "b", "c", "d" }) await RunAsync("put", key, "1");
        (await GetAsync("?limit=2")).ShouldEndWith("\"has_more\":true}");
        (await GetAsync("?limit=2&after=b")).ShouldStartWith("""{"items":[{"key":"c",""");
        (await GetAsync("?limit=2&after=b")).ShouldEndWith("\"has_more\":false}");
        (await GetAsync("?after=bb&prefix=c")).ShouldStartWith("""{"items":[{"key":"c",""");
        foreach (var limit in new[] { "0", "1001", "x" })
            (await GetAsync($"?limit={limit}")).ShouldContain("limit\\u0027 must be");
        (await GetAsync("?limit=1&watch=true")).ShouldContain("goes with a list only");
        (await GetAsync("?key=a&after=1")).ShouldContain("reads one key");
    }

    private Task<string> GetAsync(string query) => _node.Http.GetAsync(new Uri($"/v1/consensus/keys{query}", UriKind.Relative))
        .ContinueWith(answer => answer.Result.Content.ReadAsStringAsync(), TaskScheduler.Default).Unwrap();

    [Fact]
    public async Task The_status_says_who_leads_and_a_node_that_is_no_member_cannot_be_removed()
    {
        (await RunAsync("status")).Output.ShouldContain("consensus: member");
        (await RunAsync("remove", "two")).Error.ShouldContain("node 'two' is no member of the group");
    }

    [Fact]
    public async Task A_watch_goes_on_after_a_revision()
    {
        await RunAsync("put", "k", "1");
        await RunAsync("put", "k", "2");
        await RunAsync("delete", "k");
        using var enough = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var response = await _node.Http.GetAsync(
            new Uri("/v1/consensus/keys?watch=true&after=1", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, enough.Token);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(enough.Token));
        var events = new List<string>();
        while (events.Count < 2)
        {
            var line = await reader.ReadLineAsync(enough.Token);
            if (line?.StartsWith("event: ", StringComparison.Ordinal) is true) events.Add(line);
        }
        events.ShouldBe(["event: consensus.changed", "event: consensus.deleted"]);
    }

    [Theory]
    [InlineData("put k v --lease abc", "--lease 'abc' is not allowed; allowed: 0 to 9223372036854775807.")]
    [InlineData("put k v --if-modified -1", "--if-modified '-1' is not allowed; allowed: 0 to 9223372036854775807.")]
    [InlineData("watch --after x", "see 'hanzo consensus watch --help'.")]
    [InlineData("txn {\"iff\":[],\"then\":[]}", "iff")]
    [InlineData("txn {\"if\":[null]}", "a comparison is null")]
    public async Task What_is_wrong_is_named(string arguments, string named)
    {
        var (exit, output, error) = await RunAsync(arguments.Split(' '));
        (exit, output).ShouldBe((2, ""));
        error.ShouldContain(named);
    }

    [Theory]
    [InlineData("GET", "?watch=yes", null, "'watch' must be true or false, not 'yes'.")]
    [InlineData("GET", "?watch=true&after=-1", null, "'after' must be a whole number from 0 to")]
    [InlineData("GET", "?watch=true&key=k", null, "to watch a key, give 'prefix'.")]
    [InlineData("GET", "?key=k&prefix=k", null, "'key' reads one key")]
    [InlineData("GET", "?prefx=k", null, "There is no parameter 'prefx'; allowed: key, prefix, watch, after, limit.")]
    [InlineData("GET", "?key=a&key=b", null, "'key' must have one value.")]
    [InlineData("DELETE", "", null, "'key' is missing")]
    [InlineData("DELETE", "?key=k&prefix=true", null, "There is no parameter 'prefix'; allowed: key.")]
    [InlineData("PUT", "", """{"value":"x"}""", "'key' is missing")]
    [InlineData("PUT", "?key=k", """{"value":5}""", "'value' must be a text.")]
    public async Task A_request_that_is_wrong_is_told_what(string method, string query, string? body, string named)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri("/v1/consensus/keys" + query, UriKind.Relative));
        if (body is not null) request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var response = await _node.Http.SendAsync(request);
        ((int)response.StatusCode).ShouldBe(400);
        System.Text.Json.JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("detail").GetString()!
            .ShouldContain(named);
    }

    [Fact]
    public async Task Nothing_in_a_list_is_obeyed_by_a_terminal()
    {
        await RunAsync("put", "k", "a\u001b[31m\nb");
        (await RunAsync("get", "k")).Output.ShouldBe("a\u001b[31m\nb\n");
        (await RunAsync("list")).Output.ShouldBe("k a [31m b\n");
    }

    [Fact]
    public async Task A_watch_whose_node_ends_has_failed_and_says_where_to_go_on()
    {
        await RunAsync("put", "k", "1");
        using var output = new FirstLine();
        using var error = new StringWriter { NewLine = "\n" };
        var variables = new Dictionary<string, string> { ["HANZO_NODE"] = _node.Url.ToString() };
        var watch = HanzoCli.RunAsync(["consensus", "watch"], new CommandContext(output, error, variables));
        await output.Written.WaitAsync(TimeSpan.FromSeconds(20));

        await _node.StopAsync();
        (await watch).ShouldBe(1);
        error.ToString().ShouldBe("hanzo: the node has ended; go on at another with --after 1.\n");
    }

    private async Task<(int Exit, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var variables = new Dictionary<string, string> { ["HANZO_NODE"] = _node.Url.ToString() };
        var exit = await HanzoCli.RunAsync(["consensus", .. arguments], new CommandContext(output, error, variables));
        return (exit, output.ToString(), error.ToString());
    }

    private sealed class FirstLine : StringWriter
    {
        private readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Written => _written.Task;

        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            _written.TrySetResult();
        }
    }
}
