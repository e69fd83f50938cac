using Hanzo.Network.Node.Commands;
using Hanzo.Network.Node.Tests.Support;

namespace Hanzo.Network.Node.Tests.Commands;

public sealed class StateCommandTests : IAsyncLifetime
{
    private TestNode _node = null!;

    public async Task InitializeAsync() => _node = await TestNode.StartAsync();

    public Task DisposeAsync() => _node.DisposeAsync().AsTask();

    [Fact]
    public async Task Values_are_set_read_listed_and_deleted_from_the_command_line()
    {
        (await RunAsync("state", "set", "plan", "go home")).ShouldBe((0, "go home\n", ""));
        (await RunAsync("state", "set", "plan", """{"steps":[1,2]}""")).Output.ShouldBe("""{"steps":[1,2]}""" + "\n");
        (await RunAsync("state", "get", "plan")).Output.ShouldBe("""{"steps":[1,2]}""" + "\n");
        (await RunAsync("state", "append", "log", "a")).Output.ShouldBe("""["a"]""" + "\n");
        (await RunAsync("state", "increment", "count")).Output.ShouldBe("1\n");
        (await RunAsync("state", "increment", "count", "--consistency", "local", "--", "-3")).Output.ShouldBe("-2\n");
        (await RunAsync("state", "list")).Output.ShouldBe("count counter -2\nlog list [\"a\"]\nplan register {\"steps\":[1,2]}\n");
        (await RunAsync("state", "list", "c")).Output.ShouldBe("count counter -2\n");
        (await RunAsync("state", "delete", "plan")).ShouldBe((0, "removed plan\n", ""));
        (await RunAsync("state", "get", "plan")).ShouldBe((1, "", "hanzo: There is no state key 'plan'.\n"));
        (await RunAsync("state", "set", "count", "1")).Exit.ShouldBe(1);
    }

    [Fact]
    public async Task With_json_answers_are_JSON()
    {
        var set = await RunAsync("state", "set", "plan", "go", "--json");
        set.Output.ShouldMatch(
            """^{"key":"plan","kind":"register","value":"go","version":"[0-9a-f]{24}","changed_at":".*","conflicts":\[\]}\n$""");
        (await RunAsync("state", "list", "--json")).Output.ShouldBe($$"""{"items":[{{set.Output.TrimEnd()}}]}""" + "\n");
        (await RunAsync("state", "delete", "plan", "--json")).Output.ShouldBe("""{"removed":"plan"}""" + "\n");
        (await RunAsync("state", "get", "plan", "--json")).Error.ShouldStartWith("""{"code":"unknown_key",""");
    }

    [Fact]
    public async Task A_value_is_set_only_in_the_version_that_was_asked_for()
    {
        (await RunAsync("state", "set", "plan", "a", "--if-version", "")).Exit.ShouldBe(0);
        (await RunAsync("state", "set", "plan", "b", "--if-version", "")).Exit.ShouldBe(1);
        (await RunAsync("state", "set", "plan", "b", "--if-version", "other")).Error.ShouldContain("version 'other' was expected");
    }

    [Theory]
    [InlineData("--consistency 'most' is not allowed; allowed: local, majority, all.", "state", "get", "k", "--consistency", "most")]
    [InlineData("state key 'no key' is not allowed", "state", "get", "no key")]
    [InlineData("has 20002 bytes as JSON; allowed: up to 16384", "state", "set", "k", "LONG")]
    public async Task A_wrong_command_line_is_bad_usage(string message, params string[] arguments)
    {
        var told = await RunAsync([.. arguments.Select(argument => argument == "LONG" ? new string('x', 20_000) : argument)]);

        told.Exit.ShouldBe(2);
        told.Error.ShouldContain(message);
    }

    private async Task<(int Exit, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var variables = new Dictionary<string, string> { ["HANZO_NODE"] = _node.Url.ToString() };
        var exit = await HanzoCli.RunAsync(arguments, new CommandContext(output, error, variables));
        return (exit, output.ToString(), error.ToString());
    }
}
