using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Hanzo.Network.Node.Client;
using Hanzo.Network.Node.Tests.Support;

namespace Hanzo.Network.Node.Tests.Api;

public sealed class StateEndpointsTests : IAsyncLifetime
{
    private TestNode _node = null!;

    public async Task InitializeAsync() => _node = await TestNode.StartAsync();

    public Task DisposeAsync() => _node.DisposeAsync().AsTask();

    [Fact]
    public async Task A_value_is_put_got_and_deleted()
    {
        var (status, put) = await SendAsync(HttpMethod.Put, "/v1/state/plan", """{"value":{"steps":[1,"ü",null]}}""");
        status.ShouldBe(HttpStatusCode.OK);

        (status, var got) = await SendAsync(HttpMethod.Get, "/v1/state/plan");
        (status, got.ToJsonString()).ShouldBe((HttpStatusCode.OK, put.ToJsonString()));
        (got["key"]!.ToString(), got["kind"]!.ToString()).ShouldBe(("plan", "register"));
        got["value"]!.ToJsonString().ShouldBe(JsonNode.Parse("""{"steps":[1,"ü",null]}""")!.ToJsonString());
        got["version"]!.ToString().Length.ShouldBe(24);
        got["conflicts"]!.AsArray().ShouldBeEmpty();

        (await _node.Http.DeleteAsync("/v1/state/plan")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (status, var gone) = await SendAsync(HttpMethod.Get, "/v1/state/plan");
        (status, gone["code"]!.ToString()).ShouldBe((HttpStatusCode.NotFound, "unknown_key"));
        (await _node.Http.DeleteAsync("/v1/state/plan")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_list_is_appended_to_and_a_counter_incremented()
    {
        await SendAsync(HttpMethod.Post, "/v1/state/log/append", """{"value":"a"}""");
        var (_, log) = await SendAsync(HttpMethod.Post, "/v1/state/log/append?consistency=local", """{"value":{"b":2}}""");
        var (_, one) = await SendAsync(HttpMethod.Post, "/v1/state/count/increment");
        var (_, count) = await SendAsync(HttpMethod.Post, "/v1/state/count/increment?consistency=all", """{"amount":-5}""");

        log["value"]!.ToJsonString().ShouldBe("""["a",{"b":2}]""");
        (one["value"]!.GetValue<long>(), count["value"]!.GetValue<long>()).ShouldBe((1, -4));
        var (status, listed) = await SendAsync(HttpMethod.Get, "/v1/state?prefix=c");
        (status, listed["items"]!.AsArray().Count, listed["items"]![0]!["key"]!.ToString()).ShouldBe((HttpStatusCode.OK, 1, "count"));
    }

    [Fact]
    public async Task Another_kind_is_a_conflict()
    {
        await SendAsync(HttpMethod.Post, "/v1/state/count/increment");

        var (status, problem) = await SendAsync(HttpMethod.Put, "/v1/state/count", """{"value":1}""");

        (status, problem["code"]!.ToString()).ShouldBe((HttpStatusCode.Conflict, "conflict"));
        problem["detail"]!.ToString().ShouldContain("is a counter");
    }

    [Fact]
    public async Task A_value_is_put_only_in_the_version_that_was_asked_for()
    {
        var (_, first) = await SendAsync(HttpMethod.Put, "/v1/state/plan", """{"value":1,"if_version":null}""");
        var version = first["version"]!.ToString();

        (await SendAsync(HttpMethod.Put, "/v1/state/plan", """{"value":2,"if_version":null}""")).Status.ShouldBe(HttpStatusCode.Conflict);
        (await SendAsync(HttpMethod.Put, "/v1/state/plan", $$"""{"value":2,"if_version":"{{version}}"}""")).Status
            .ShouldBe(HttpStatusCode.OK);
        (await SendAsync(HttpMethod.Put, "/v1/state/plan", $$"""{"value":3,"if_version":"{{version}}"}""")).Status
            .ShouldBe(HttpStatusCode.Conflict);
    }

    [Theory]
    [InlineData("PUT", "/v1/state/no%20key", """{"value":1}""", "invalid_request")]
    [InlineData("GET", "/v1/state/.x", null, "invalid_request")]
    [InlineData("GET", "/v1/state?prefix=a%20b", null, "invalid_request")]
    [InlineData("GET", "/v1/state/k?consistency=most", null, "invalid_field")]
    [InlineData("PUT", "/v1/state/k", """{"valeu":1}""", "unknown_field")]
    [InlineData("PUT", "/v1/state/k", "{}", "missing_field")]
    [InlineData("PUT", "/v1/state/k", "[]", "malformed_json")]
    [InlineData("PUT", "/v1/state/k", """{"value":"\ud800"}""", "invalid_field")]
    [InlineData("PUT", "/v1/state/k?consistency=local", """{"value":1,"if_version":"x"}""", "invalid_field")]
    [InlineData("POST", "/v1/state/k/increment", """{"amount":1.5}""", "invalid_field")]
    [InlineData("POST", "/v1/state/k/increment", """{"amount":9007199254740992}""", "invalid_field")]
    public async Task What_is_wrong_is_told(string method, string path, string? json, string code)
    {
        var (status, problem) = await SendAsync(new HttpMethod(method), path, json);

        (status, problem["code"]!.ToString()).ShouldBe((HttpStatusCode.BadRequest, code));
    }

    [Fact]
    public async Task Values_beyond_the_bounds_are_refused_with_the_bound()
    {
        var (status, problem) = await SendAsync(HttpMethod.Put, "/v1/state/k", $$"""{"value":"{{new string('x', 20_000)}}"}""");
        (status, problem["detail"]!.ToString()).ShouldBe(
            (HttpStatusCode.BadRequest, "the value for state key 'k' has 20002 bytes as JSON; allowed: up to 16384."));

        var deep = string.Concat(Enumerable.Repeat("[", 25)) + string.Concat(Enumerable.Repeat("]", 25));
        (await SendAsync(HttpMethod.Put, "/v1/state/k", $$"""{"value":{{deep}}}""")).Status.ShouldBe(HttpStatusCode.BadRequest);
        var allowed = string.Concat(Enumerable.Repeat("[", 24)) + string.Concat(Enumerable.Repeat("]", 24));
        (await SendAsync(HttpMethod.Put, "/v1/state/k", $$"""{"value":{{allowed}}}""")).Status.ShouldBe(HttpStatusCode.OK);

        for (var i = 0; i < 3; i++)
            await SendAsync(HttpMethod.Post, "/v1/state/log/append", $$"""{"value":"{{new string('x', 15_000)}}"}""");
        (status, problem) = await SendAsync(HttpMethod.Post, "/v1/state/log/append", $$"""{"value":"{{new string('x', 15_000)}}"}""");
        ((int)status, problem["code"]!.ToString()).ShouldBe((507, "state_full"));
    }

    [Fact]
    public async Task A_watch_tells_what_is_there_then_every_change()
    {
        await SendAsync(HttpMethod.Put, "/v1/state/a1", """{"value":1}""");
        await SendAsync(HttpMethod.Put, "/v1/state/b1", """{"value":1}""");
        using var ended = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await using var changes = new StateClient(_node.Client).WatchAsync("a", ended.Token).GetAsyncEnumerator(ended.Token);

        (await changes.MoveNextAsync()).ShouldBeTrue();
        (changes.Current.Key, changes.Current.Value!.Value.GetRawText()).ShouldBe(("a1", "1"));
        await SendAsync(HttpMethod.Put, "/v1/state/b1", """{"value":2}""");
        await SendAsync(HttpMethod.Delete, "/v1/state/a1");
        (await changes.MoveNextAsync()).ShouldBeTrue();
        (changes.Current.Key, changes.Current.Kind).ShouldBe(("a1", null));
    }

    [Fact]
    public async Task A_watch_of_one_key_tells_of_no_other()
    {
        using var ended = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await SendAsync(HttpMethod.Put, "/v1/state/a1", """{"value":1}""");
        await SendAsync(HttpMethod.Put, "/v1/state/a", """{"value":2}""");
        await using var stream = await _node.Http.GetStreamAsync("/v1/state/a?watch=true", ended.Token);
        using var reader = new StreamReader(stream);

        string? line;
        do line = await reader.ReadLineAsync(ended.Token);
        while (line is not null && !line.StartsWith("event:", StringComparison.Ordinal));
        line.ShouldBe("event: state.changed");
        (await reader.ReadLineAsync(ended.Token)).ShouldStartWith("""data: {"key":"a","kind":"register","value":2,""");
    }

    [Theory]
    [InlineData("/v1/state?watch=true")]
    [InlineData("/v1/state/a?watch=true")]
    [InlineData("/v1/state?watch=true&prefix=a")]
    public async Task A_watch_of_what_cannot_be_read_is_refused_and_begins_no_stream(string path)
    {
        _node.Network.State = new ClosedState();

        var (status, problem) = await SendAsync(HttpMethod.Get, path);

        (status, problem["code"]!.ToString()).ShouldBe((HttpStatusCode.ServiceUnavailable, "unavailable"));
    }

    private async Task<(HttpStatusCode Status, JsonNode Body)> SendAsync(HttpMethod method, string path, string? json = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await _node.Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!);
    }
}
