using System.Net;
using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;
using Hanzo.Network.Node.Commands;
using Hanzo.Network.Node.Output;
using Hanzo.Network.Node.Tests.Support;
using Hanzo.Network.State;

namespace Hanzo.Network.Node.Tests.Commands;

public sealed class SessionsCommandTests : IAsyncLifetime
{
    private const string One = "echo.3.01JD0000000000000000000000";
    private const string Two = "text.1.01JD0000000000000000000000";

    private readonly InMemoryEventStore _store = new(TimeProvider.System);
    private TestNode _node = null!;

    public async Task InitializeAsync()
    {
        _node = await TestNode.StartAsync(_store);
        var at = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        foreach (var other in new[] { "0index.echo.3", "state/d/one", "state/d/two", "state/d/three" })
            await AppendAsync(other, new SessionOpened("w", "one", at));
        foreach (var session in new[] { One, Two })
            await AppendAsync(
                session, new SessionOpened("w", "one", at), new RunQueued(1, "r", "hello", "", at), new RunStarted(1, "one", at),
                new RunCompleted(1, "hello to you", at));
    }

    public Task DisposeAsync() => _node.DisposeAsync().AsTask();

    [Fact]
    public async Task Sessions_are_listed_with_what_they_take()
    {
        var (exit, output, _) = await RunAsync("sessions", "--json");
        exit.ShouldBe(0);
        var bytes = (await _store.SizeAsync(One, default)).Bytes;
        output.ShouldStartWith(
            $$"""{"sessions":[{"session":"{{One}}","agent":"echo","events":4,"bytes":{{bytes}}},{"session":"{{Two}}",""");
        output.ShouldContain($"\"has_more\":false,\"total_bytes\":{await _store.TotalBytesAsync(default)}");

        (await RunAsync("sessions", "--limit", "1")).Output.ShouldContain($"there are more: --after {One}");
        (await RunAsync("sessions", "--limit", "1", "--after", One, "--json")).Output
            .ShouldStartWith($$"""{"sessions":[{"session":"{{Two}}",""");
        (await RunAsync("sessions", "--after", Two)).Output.ShouldStartWith("0 sessions; the journal takes ");
    }

    [Fact]
    public async Task One_session_is_told_with_its_runs_and_how_much_of_it_is_deleted()
    {
        (await RunAsync("sessions", One)).Output.ShouldContain("hello to you");
        await SnapshotAsync();
        await _store.DeleteAsync(One, 4, default);

        var told = (await RunAsync("sessions", One)).Output;
        told.ShouldStartWith($"session {One}: 0 events of 4, the first ones are deleted; ");
        told.ShouldContain("hello to you");
    }

    [Theory]
    [InlineData(2, "'limit' must be 1 to 1000, not '0'.", "sessions", "--limit", "0")]
    [InlineData(2, "--after is for the list, not for one session.", "sessions", One, "--after", Two)]
    [InlineData(2, "--limit is for the list, not for one session.", "sessions", One, "--limit", "1")]
    [InlineData(2, "'id' must be of the form agent.slot.ulid, not 'x'.", "sessions", "x")]
    [InlineData(2, "'id' must be of the form agent.slot.ulid, not 'x'.", "sessions", "delete", "x")]
    [InlineData(2, "ID", "sessions", "delete")]
    public async Task What_is_wrong_is_said(int exit, string text, params string[] arguments)
    {
        var said = await RunAsync(arguments);

        said.Exit.ShouldBe(exit);
        said.Error.ShouldContain(text);
    }

    [Fact]
    public async Task A_session_is_deleted_by_its_network_or_it_is_said_why_not()
    {
        (await RunAsync("sessions", "delete", One)).ShouldBe((0, $"removed {One}\n", ""));
        (await RunAsync("sessions", "delete", Two, "--json")).Output.ShouldBe($$"""{"removed":"{{Two}}"}""" + "\n");
        _node.Network.Deleted.Select(session => session.ToString()).ShouldBe([One, Two]);
        (await _node.Http.DeleteAsync($"/v1/sessions/{One}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        foreach (var (error, status) in new[]
        {
            (NetworkError.Conflict, HttpStatusCode.Conflict), (NetworkError.UnknownSession, HttpStatusCode.NotFound),
            (NetworkError.Unavailable, HttpStatusCode.ServiceUnavailable),
        })
        {
            _node.Network.Failure = new AgentNetworkException(error, "because");
            using var refused = await _node.Http.DeleteAsync($"/v1/sessions/{One}");
            (refused.StatusCode, refused.Content.Headers.ContentType!.MediaType).ShouldBe((status, "application/problem+json"));
            var (exit, _, said) = await RunAsync("sessions", "delete", One);
            (exit == 0, said.Contains("because", StringComparison.Ordinal)).ShouldBe((false, true));
        }
    }

    [Fact]
    public async Task A_history_that_lacks_events_is_told_so()
    {
        await _store.DeleteAsync(One, 2, default);

        (await RunAsync("sessions", One)).Error.ShouldContain("events 1 to 2 were deleted");
    }

    [Theory]
    [InlineData(312, "312 B")]
    [InlineData(4608, "4.5 KiB")]
    [InlineData(1258291, "1.2 MiB")]
    [InlineData(3L * 1024 * 1024 * 1024, "3 GiB")]
    public void Sizes_are_told_as_people_read_them(long bytes, string text) => SessionTables.Bytes(bytes).ShouldBe(text);

    private async Task SnapshotAsync()
    {
        var (made, sequence) = await SessionHistory.ReadAsync(_store, SessionId.Parse(One), default);
        await _store.SaveSnapshotAsync(
            One, new StoredSnapshot(sequence, SessionSnapshotCodec.Manifest, SessionSnapshotCodec.Encode(made), default), default);
    }

    private Task AppendAsync(string id, params ConversationEvent[] events) => _store.AppendAsync(
        id, 0, "w", [.. events.Select(e => new NewEvent(ConversationEventCodec.ManifestOf(e), ConversationEventCodec.Encode(e)))], default);

    private async Task<(int Exit, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var variables = new Dictionary<string, string> { ["HANZO_NODE"] = _node.Url.ToString() };
        var exit = await HanzoCli.RunAsync(arguments, new CommandContext(output, error, variables));
        return (exit, output.ToString(), error.ToString());
    }
}
