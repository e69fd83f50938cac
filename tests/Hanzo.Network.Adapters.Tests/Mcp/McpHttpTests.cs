using System.Net;
using Hanzo.Network.Adapters.Mcp;
using Hanzo.Network.Tools.Mcp;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Adapters.Tests.Mcp;

/// <summary>A real server that is asked by HTTP and wants a key.</summary>
public sealed class McpHttpTests : McpCase
{
    private readonly List<WebApplication> _apps = [];
    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string> _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isOverloaded;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        foreach (var app in _apps) await app.DisposeAsync();
    }

    [Fact]
    public async Task Its_tools_are_called_with_the_headers_that_it_wants()
    {
        var servers = await StartAsync(await ServeAsync());

        servers.Names.ShouldContain("web__send_mail");
        (await Call(servers, "web__echo", new { text = "grün" })).ShouldBe("grün");
        (await Error(servers, "web__fail")).ShouldContain("the printer is on fire");
    }

    [Fact]
    public async Task Without_its_key_it_is_away_and_the_key_is_told_to_nobody()
    {
        var spec = await ServeAsync();
        var servers = await StartAsync(spec with { Headers = spec.Headers.SetItem("X-Key", "wrong-key") });

        var notice = servers.Notices.ShouldHaveSingleItem();
        notice.ShouldContain("401");
        notice.ShouldNotContain("wrong-key");
        (await Error(servers, "web__echo", new { text = "x" })).ShouldContain("MCP server 'web' is away");
    }

    [Fact]
    public async Task After_its_end_it_is_found_again()
    {
        var spec = await ServeAsync();
        var servers = await StartAsync(spec, TimeSpan.FromMilliseconds(20));
        await _apps[0].DisposeAsync();
        (await Error(servers, "web__echo", new { text = "x" })).ShouldContain("MCP server 'web'");

        await ServeAsync(spec.Url!.Port);

        (await Persist(servers, "web__echo", new { text = "back" })).ShouldBe("back");
    }

    [Fact]
    public async Task An_answer_beyond_the_bound_is_an_error() =>
        (await Error(await StartAsync(await ServeAsync()), "web__large", new { length = McpConnection.MaxMessageBytes }))
            .ShouldContain($"more than {McpConnection.MaxMessageBytes} bytes");

    [Fact]
    public async Task A_call_that_fails_breaks_no_other()
    {
        var servers = await StartAsync(await ServeAsync());
        var held = Call(servers, "web__hold");
        await _held.Task.WaitAsync(Bound);

        _isOverloaded = true;
        var error = await Error(servers, "web__echo", new { text = "x" });
        _isOverloaded = false;
        var large = await Error(servers, "web__large", new { length = McpConnection.MaxMessageBytes });
        _goOn.SetResult("done");

        error.ShouldStartWith("MCP server 'web' has not answered: ");
        error.ShouldContain("503");
        error.ShouldEndWith(". The call may have taken effect.");
        large.ShouldBe(
            "MCP server 'web' has not answered: a message of it has more than 4194304 bytes. The call may have taken effect.");
        (await held).ShouldBe("done");
    }

    [Fact]
    public async Task What_it_was_given_in_confidence_comes_back_hidden()
    {
        var servers = await StartAsync(await ServeAsync());

        (await Call(servers, "web__echo", new { text = "it wants right-key" })).ShouldBe("it wants ***");
    }

    private async Task<McpServerSpec> ServeAsync(int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        builder.Services.AddMcpServer(options =>
        {
            var tools = ToolServer.Options();
            (options.ServerInfo, options.ToolCollection) = (tools.ServerInfo, tools.ToolCollection);
            options.ToolCollection!.Add(ToolServer.Tool(HoldAsync, "hold"));
        }).WithHttpTransport();
        var app = builder.Build();
        app.Use((http, next) =>
        {
            var isAllowed = http.Request.Headers["X-Key"] == "right-key";
            if (isAllowed && !_isOverloaded) return next(http);
            http.Response.StatusCode = isAllowed ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        });
        app.MapMcp("/mcp");
        await app.StartAsync();
        _apps.Add(app);
        var spec = new McpServerSpec("web") { Url = new Uri($"{app.Urls.Single()}/mcp") };
        return spec with { Headers = spec.Headers.Add("X-Key", "right-key") };
    }

    private Task<string> HoldAsync()
    {
        _held.TrySetResult();
        return _goOn.Task;
    }
}
