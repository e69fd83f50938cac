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
            """{"items":[{"key":"k","value":"y","created":2,"modified":3,"version":2,"lease":0}]}""" + "\n");
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
        (await RunAsync("txn", """{"then":[{"kind":"put","key":"k"}]}""")).Error.ShouldContain("a put no value");
        (await RunAsync("txn", """{"then":[{"kind":"jump","key":"k"}]}""")).Error.ShouldContain("The body is no transaction");
        (await RunAsync("txn", """{"then":[{"kind":"get","key":""}]}""")).Error.ShouldContain("allowed are 1 to 512");
    }

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

    private async Task<(int Exit, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var variables = new Dictionary<string, string> { ["HANZO_NODE"] = _node.Url.ToString() };
        var exit = await HanzoCli.RunAsync(["consensus", .. arguments], new CommandContext(output, error, variables));
        return (exit, output.ToString(), error.ToString());
    }
}
