using System.Text.Json.Nodes;
using Hanzo.Network.Agents;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Node.Client;
using Hanzo.Network.Node.Output;
using Spectre.Console;

namespace Hanzo.Network.Node.Tests.Output;

/// <summary>The shell around <see cref="RunView"/>, on a terminal that is a text.</summary>
public sealed class LiveRunTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);
    private readonly StringWriter _written = new();

    [Fact]
    public async Task The_last_picture_stays_with_every_step()
    {
        await ShowAsync(Events(fails: false));

        _written.ToString().ShouldContain("✔ tool   find {} = [red]42[/]");
    }

    [Fact]
    public async Task What_the_stream_throws_is_thrown()
    {
        var error = await Should.ThrowAsync<NodeClientException>(() => ShowAsync(Events(fails: true)));

        error.Message.ShouldBe("gone");
    }

    private Task ShowAsync(IAsyncEnumerable<RunEventBody> events)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.Yes,
            Out = new AnsiConsoleOutput(_written),
        });
        (console.Profile.Width, console.Profile.Height) = (80, 24);
        return new LiveRun(console, TimeProvider.System).ShowAsync(events, CancellationToken.None).WaitAsync(Bound);
    }

    private static async IAsyncEnumerable<RunEventBody> Events(bool fails)
    {
        yield return Event(RunEventTypes.ToolCalled, """{"step":2,"tool":"find","arguments":"{}"}""");
        await Task.Yield();
        if (fails) throw new NodeClientException(NodeClientException.Unreachable, "gone");
        yield return Event(RunEventTypes.ToolResult, """{"step":2,"output":"[red]42[/]"}""");
    }

    private static RunEventBody Event(string type, string data) =>
        new(type, "math.3.X.1", 1, DateTimeOffset.UnixEpoch, JsonNode.Parse(data)!.AsObject());
}
