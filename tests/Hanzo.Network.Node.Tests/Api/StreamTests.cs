using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Json;
using Hanzo.Network.Agents;
using Hanzo.Network.Node.Tests.Support;

namespace Hanzo.Network.Node.Tests.Api;

public sealed class StreamTests : IAsyncLifetime
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(15);
    private TestNode _node = null!;

    public async Task InitializeAsync() => _node = await TestNode.StartAsync();

    public Task DisposeAsync() => _node.DisposeAsync().AsTask();

    [Fact]
    public async Task Events_of_a_run_carry_their_sequence_as_id_and_end_with_the_terminal_one()
    {
        var text = await _node.Http.GetStringAsync($"/v1/runs/{FakeNetwork.Run}/events");

        Fields(text, "id: ").ShouldBe(["1", "2", "3"]);
        Fields(text, "event: ").ShouldBe(["run.queued", "run.started", "model.delta", "run.completed"]);
        Fields(text, "data: ")[0].ShouldBe(
            """{"type":"run.queued","run_id":"echo.3.01JD0000000000000000000000.1","sequence":1,"""
            + "\"at\":\"1970-01-01T00:00:00+00:00\",\"data\":{\"n\":1}}");
    }

    [Fact]
    public async Task Events_name_the_run_as_its_caller_did()
    {
        using var started = await _node.Http.PostAsJsonAsync("/v1/runs", new { input = "hi", agent = "echo", run_id = "order-7" });
        started.EnsureSuccessStatusCode();

        var text = await _node.Http.GetStringAsync("/v1/runs/order-7/events");

        Fields(text, "data: ").ShouldAllBe(data => data.Contains("\"run_id\":\"order-7\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_client_that_lost_the_connection_continues_after_the_last_event_it_saw()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/runs/{FakeNetwork.Run}/events");
        request.Headers.Add("Last-Event-ID", "2");
        using var response = await _node.Http.SendAsync(request);

        Fields(await response.Content.ReadAsStringAsync(), "id: ").ShouldBe(["3"]);
    }

    [Fact]
    public async Task A_browser_that_asks_again_after_the_end_is_told_that_nothing_more_comes()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/runs/{FakeNetwork.Run}/events");
        request.Headers.Add("Last-Event-ID", "3");
        using var response = await _node.Http.SendAsync(request).WaitAsync(Bound);

        response.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task One_that_waits_for_more_gets_the_head_of_its_stream_before_there_is_any()
    {
        _node.Network.Events = [_node.Network.Events[0]];
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/runs/{FakeNetwork.Run}/events");
        request.Headers.Add("Last-Event-ID", "1");
        using var response = await _node.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WaitAsync(Bound);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_last_event_id_that_is_no_number_is_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/runs/{FakeNetwork.Run}/events");
        request.Headers.Add("Last-Event-ID", "two");
        using var response = await _node.Http.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task An_open_stream_does_not_hold_up_the_end_of_the_node()
    {
        _node.Network.Events = [_node.Network.Events[0]];
        await using var stream = await _node.Http.GetStreamAsync($"/v1/runs/{FakeNetwork.Run}/events");
        using var page = new StreamReader(await _node.Http.GetStreamAsync("/v1/events"));
        await page.ReadLineAsync().WaitAsync(Bound);

        await _node.StopAsync().WaitAsync(TimeSpan.FromSeconds(3));

        _node.Network.Watchers.ShouldBe(0);
    }

    [Fact]
    public async Task The_page_hears_how_things_are_and_then_what_changes()
    {
        using var page = new StreamReader(await _node.Http.GetStreamAsync("/v1/events"));
        (await NextAsync(page, "network")).ShouldContain("\"node_id\":\"one\"");
        (await NextAsync(page, "agents")).ShouldContain("\"name\":\"echo\"");

        var (began, took) = (DateTimeOffset.UnixEpoch, TimeSpan.FromMilliseconds(12));
        _node.Network.Notes = [new RunNote(FakeNetwork.Run, "one", RunStatus.Completed, "why", "in", "out", began, took)];
        (await NextAsync(page, "run")).ShouldContain("\"duration_ms\":12");

        _node.Network.Status = _node.Network.Status with { ActiveRuns = 7 };
        (await NextAsync(page, "network")).ShouldContain("\"active_runs\":7");
    }

    [Fact]
    public async Task A_second_page_gets_the_present_state_at_once()
    {
        using var first = new StreamReader(await _node.Http.GetStreamAsync("/v1/events"));
        await NextAsync(first, "agents");
        using var second = new StreamReader(await _node.Http.GetStreamAsync("/v1/events"));

        (await NextAsync(second, "network")).ShouldContain("\"network\":\"home\"");
    }

    [Fact]
    public async Task The_page_hears_when_the_network_cannot_answer_and_when_it_can_again()
    {
        using var page = new StreamReader(await _node.Http.GetStreamAsync("/v1/events"));
        await NextAsync(page, "agents");

        _node.Network.Failure = new AgentNetworkException(NetworkError.Unavailable, "changing");
        (await NextAsync(page, "unavailable")).ShouldContain("changing");

        _node.Network.Failure = null;
        _node.Network.Status = _node.Network.Status with { ActiveRuns = 8 };
        (await NextAsync(page, "network")).ShouldContain("\"active_runs\":8");
    }

    private static ImmutableArray<string> Fields(string text, string name) =>
        [.. text.Split('\n').Where(line => line.StartsWith(name, StringComparison.Ordinal)).Select(line => line[name.Length..])];

    private static async Task<string> NextAsync(StreamReader page, string type)
    {
        while (await page.ReadLineAsync().WaitAsync(Bound) is { } line)
            if (line == $"event: {type}") return (await page.ReadLineAsync().WaitAsync(Bound))!;
        throw new InvalidOperationException($"the stream ended before a '{type}' came.");
    }
}
