using System.Globalization;
using Hanzo.Network.Adapters.Mcp;
using Hanzo.Network.Conversations;
using Hanzo.Network.Tools;
using Hanzo.Network.Tools.Mcp;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Adapters.Tests.Mcp;

/// <summary>A real server as a process of its own.</summary>
public sealed class McpProcessTests : McpCase
{
    [Fact]
    public async Task Its_tools_are_there_by_its_name_with_what_it_says_of_them()
    {
        var servers = await StartAsync(Process() with { Timeout = TimeSpan.FromSeconds(7) });

        servers.Names.ShouldBe(
        [
            "box__add", "box__crash", "box__echo", "box__fail", "box__hang", "box__key", "box__large", "box__send_mail",
            "box__until_called_off", "box__variable", "box__variables",
        ]);
        servers.Notices.ShouldBeEmpty();
        var echo = servers.Find("box__echo")!;
        (echo.Description, echo.Options.Effect, echo.Options.Timeout)
            .ShouldBe(("does echo", ToolEffect.Idempotent, TimeSpan.FromSeconds(7)));
        echo.Function.JsonSchema.GetProperty("properties").TryGetProperty("text", out _).ShouldBeTrue();
        servers.Find("box__add")!.Options.Effect.ShouldBe(ToolEffect.Idempotent);
        servers.Find("box__send_mail")!.Options.Effect.ShouldBe(ToolEffect.AskBeforeRetry);
        servers.Find("other__echo").ShouldBeNull();
    }

    [Fact]
    public async Task Its_tools_are_called()
    {
        var servers = await StartAsync(Process());

        (await Call(servers, "box__echo", new { text = "grün\n\"x\"" })).ShouldBe("grün\n\"x\"");
        (await Call(servers, "box__add", new { a = 2, b = 3 })).ShouldBe("5");
        (await Call(servers, "box__send_mail")).ShouldBe("sent");
        (await Error(servers, "box__fail")).ShouldContain("the printer is on fire");
        (await Error(servers, "box__nothing")).ShouldContain("nothing");
    }

    [Fact]
    public async Task Calls_side_by_side_all_get_their_own_answer()
    {
        var servers = await StartAsync(Process());

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(n => Call(servers, "box__add", new { a = n, b = 0 })));

        answers.ShouldBe(Enumerable.Range(0, 40).Select(n => $"{n}"));
    }

    [Fact]
    public async Task The_key_of_a_call_goes_along()
    {
        var servers = await StartAsync(Process());
        var arguments = new AIFunctionArguments { Context = new Dictionary<object, object?> { [CallEffect.KeyName] = "k1" } };

        (await servers.Find("box__key")!.Function.InvokeAsync(arguments))!.ToString().ShouldBe("k1");
    }

    [Fact]
    public async Task It_gets_the_variables_that_it_is_given_and_none_of_the_nodes_others()
    {
        Environment.SetEnvironmentVariable("HANZO_TEST_SECRET", "secret");
        var spec = Process();
        var servers = await StartAsync(spec with { Environment = spec.Environment.Add("GIVEN", "yes") });

        (await Call(servers, "box__variable", new { name = "GIVEN" })).ShouldBe("yes");
        (await Call(servers, "box__variable", new { name = "HANZO_TEST_SECRET" })).ShouldBe("not set");
    }

    [Fact]
    public async Task Only_the_tools_that_are_listed_may_be_used()
    {
        var servers = await StartAsync(Process() with { Tools = ["echo", "send.mail"] });

        servers.Names.ShouldBe(["box__echo", "box__send_mail"]);
        servers.Find("box__add").ShouldBeNull();
    }

    [Fact]
    public async Task After_its_end_it_is_started_again()
    {
        var servers = await StartAsync(Process(), TimeSpan.Zero);
        (await Error(servers, "box__crash")).ShouldContain("its program has ended with exit code 3");

        (await Persist(servers, "box__echo", new { text = "back" })).ShouldBe("back");
    }

    [Fact]
    public async Task While_it_is_away_its_tools_are_there_and_fail_and_say_so()
    {
        var servers = await StartAsync(Process());
        (await Error(servers, "box__crash")).ShouldContain("may have taken effect");
        await servers.SettledAsync().WaitAsync(Bound);

        servers.Names.ShouldContain("box__echo");
        var error = await Error(servers, "box__echo", new { text = "x" });

        error.ShouldContain("MCP server 'box'");
        error.ShouldContain("exit code 3");
    }

    [Theory]
    [InlineData("no-such-program-at-all", "cannot be started")]
    [InlineData("true", "its program has ended with exit code 0")]
    [InlineData("cat", "")]
    public async Task A_program_that_is_no_server_stops_nothing(string command, string why)
    {
        var servers = Create(new McpServerSpec("box") { Command = command }, McpTimes.Default with { Pause = _ => TimeSpan.FromDays(1) });
        await servers.StartAsync(CancellationToken.None).WaitAsync(Bound);

        if (why.Length > 0)
        {
            await servers.SettledAsync().WaitAsync(Bound);
            servers.Notices.ShouldHaveSingleItem().ShouldContain(why);
            (await Error(servers, "box__anything")).ShouldContain("MCP server 'box' is away");
        }

        await servers.StopAsync(CancellationToken.None).WaitAsync(Bound);
        await servers.StopAsync(CancellationToken.None).WaitAsync(Bound);
    }

    [Fact]
    public async Task What_a_program_said_last_is_told()
    {
        var servers = await StartAsync(Process(arguments: "crash"));

        servers.Notices.ShouldBe(
            ["MCP server 'box' is away: its program has ended with exit code 7: no licence. Its tools fail until it is back."]);
    }

    [Fact]
    public async Task What_it_was_given_in_confidence_comes_back_hidden()
    {
        var given = Process().Environment.Add("FIRE", "fire of 1666").Add("API_TOKEN", "sesame-1").Add("FOLDER", "/srv/files");
        var servers = await StartAsync(Process() with { Environment = given });

        (await Call(servers, "box__variable", new { name = "API_TOKEN" })).ShouldBe("***");
        (await Call(servers, "box__variable", new { name = "FOLDER" })).ShouldBe("/srv/files");
        (await Error(servers, "box__fail")).ShouldEndWith("***");
    }

    [Fact]
    public async Task What_a_program_said_last_is_told_without_what_it_was_given()
    {
        var secret = new string('s', 700) + "ecret";
        var servers = await StartAsync(Process(arguments: "crash") with { Environment = Process().Environment.Add("LICENCE", secret) });

        servers.Notices.ShouldBe(
            ["MCP server 'box' is away: its program has ended with exit code 7: no licence***. Its tools fail until it is back."]);
    }

    [Fact]
    public async Task A_message_beyond_the_bound_ends_the_connection_and_it_begins_anew()
    {
        var servers = await StartAsync(Process(), TimeSpan.Zero);

        (await Error(servers, "box__large", new { length = McpConnection.MaxMessageBytes }))
            .ShouldContain($"a message of it has more than {McpConnection.MaxMessageBytes} bytes");
        (await Persist(servers, "box__echo", new { text = "back" })).ShouldBe("back");
    }

    [Fact]
    public async Task Who_cancels_a_call_does_not_wait_for_it_and_its_server_is_told_and_the_others_go_on()
    {
        var servers = await StartAsync(Process());
        using var cancel = new CancellationTokenSource();
        var call = Call(servers, "box__hang", token: cancel.Token);
        await Call(servers, "box__echo", new { text = "x" });

        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(call);
        (await Call(servers, "box__until_called_off")).ShouldBe("called off");
        (await Call(servers, "box__echo", new { text = "still here" })).ShouldBe("still here");
    }

    [Fact]
    public async Task A_tool_that_is_asked_for_before_its_server_has_told_of_it_is_called_by_its_own_name()
    {
        var servers = Create(Process(), McpTimes.Default);
        var call = Call(servers, "box__send_mail");

        await servers.StartAsync(CancellationToken.None);

        (await call).ShouldBe("sent");
    }

    [Fact]
    public async Task A_call_under_way_keeps_a_program_that_says_nothing_meanwhile()
    {
        var servers = await StartAsync(Process(arguments: ToolServer.Busy), times: Hasty);

        (await Call(servers, "box__work", new { looks = 2 })).ShouldBe("done");
    }

    [Fact]
    public async Task Who_calls_while_a_connection_is_closed_is_told_that_nothing_was_called()
    {
        var servers = await StartAsync(Process(arguments: ToolServer.Busy), times: Hasty);
        using var program = await ProgramOfAsync(servers);
        await Call(servers, "box__hush");

        await UntilAsync(() => !servers.Notices.IsEmpty);

        program.HasExited.ShouldBeFalse();
        (await Error(servers, "box__pid")).ShouldBe("MCP server 'box' is away: it does not say what tools it has. Nothing was called.");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Its_program_ends_with_whoever_asked_for_it(bool blocks)
    {
        var servers = await StartAsync(Process(arguments: ToolServer.Busy));
        using var program = await ProgramOfAsync(servers);

        if (blocks) servers.Dispose();
        else await servers.DisposeAsync();

        program.HasExited.ShouldBeTrue();
    }

    [Fact]
    public async Task A_call_under_way_when_the_node_ends_is_told_so()
    {
        var servers = await StartAsync(Process());
        var call = Error(servers, "box__hang");
        await Call(servers, "box__echo", new { text = "x" });

        await servers.StopAsync(CancellationToken.None).WaitAsync(Bound);

        (await call).ShouldBe("the connection to MCP server 'box' has broken: this node ends. The call may have taken effect.");
    }

    /// <summary>Time enough for a program to answer, not to be waited for by a person.</summary>
    private static McpTimes Hasty =>
        McpTimes.Default with { LookEvery = TimeSpan.FromMilliseconds(20), ListWithin = TimeSpan.FromSeconds(3) };

    private static async Task<System.Diagnostics.Process> ProgramOfAsync(McpServers servers) =>
        System.Diagnostics.Process.GetProcessById(int.Parse(await Call(servers, "box__pid"), CultureInfo.InvariantCulture));
}
