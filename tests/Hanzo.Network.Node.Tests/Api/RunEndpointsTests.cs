using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;
using Hanzo.Network.Node.Tests.Support;
using Hanzo.Network.Placement;

namespace Hanzo.Network.Node.Tests.Api;

public sealed class RunEndpointsTests : IAsyncLifetime
{
    private TestNode _node = null!;

    public async Task InitializeAsync() => _node = await TestNode.StartAsync();

    public Task DisposeAsync() => _node.DisposeAsync().AsTask();

    [Fact]
    public async Task A_run_is_cancelled_with_a_reason_or_none()
    {
        using var plain = await _node.Http.PostAsync($"/v1/runs/{FakeNetwork.Run}/cancel", null);
        using var body = new StringContent("{\"reason\":\"enough\"}", Encoding.UTF8, "application/json");
        using var said = await _node.Http.PostAsync($"/v1/runs/{FakeNetwork.Run}/cancel", body);

        (plain.StatusCode, said.StatusCode).ShouldBe((HttpStatusCode.OK, HttpStatusCode.OK));
        (await said.Content.ReadAsStringAsync()).ShouldContain("\"status\":\"cancelled\",\"output\":\"\",\"error\":\"enough\"");
        _node.Network.Cancels.ShouldBe([null, "enough"]);
    }

    [Theory]
    [InlineData("""{"approved":true}""", true, null, null)]
    [InlineData("""{"approved":false,"reason":"too dear"}""", false, "too dear", null)]
    [InlineData("""{"answer":"blue"}""", true, null, "blue")]
    [InlineData("""{"approved":true,"reason":null,"answer":"blue"}""", true, null, "blue")]
    public async Task What_a_run_waits_for_is_answered_with_yes_or_no_or_in_words(string json, bool approved, string? reason, string? words)
    {
        using var response = await AnswerAsync(json);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        _node.Network.Answers.ShouldBe(
            [(FakeNetwork.Run, "2", new PersonAnswer(approved) { Reason = reason, Words = words })]);
    }

    [Theory]
    [InlineData("{}", "missing_field", "approved")]
    [InlineData("""{"approved":"yes"}""", "invalid_field", "approved")]
    [InlineData("""{"answer":7}""", "invalid_field", "answer")]
    [InlineData("""{"words":"blue"}""", "unknown_field", "words")]
    public async Task An_answer_that_is_none_is_told_which_field_is_wrong(string json, string code, string field)
    {
        using var response = await AnswerAsync(json);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var problem = (await response.Content.ReadFromJsonAsync<JsonObject>())!;
        (problem["code"]!.ToString(), problem["field"]!.ToString()).ShouldBe((code, field));
        _node.Network.Answers.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_run_that_waits_says_for_what_until_when_and_what_counts_then()
    {
        var due = DateTimeOffset.UnixEpoch.AddHours(1);
        _node.Network.Approvals =
        [
            new PendingApproval("2", "pay", "{}", "pay?", DateTimeOffset.UnixEpoch),
            new PendingApproval("3", "ask_person", "{}", "which?", DateTimeOffset.UnixEpoch)
            {
                WantsWords = true, Deadline = new AnswerDeadline(due, true, "any"),
            },
        ];

        var run = await _node.Http.GetStringAsync($"/v1/runs/{FakeNetwork.Run}");

        run.ShouldContain(
            """[{"id":"2","tool":"pay","arguments":"{}","question":"pay?","asked_at":"1970-01-01T00:00:00+00:00","wants":"yes_or_no","""
            + "\"deadline\":null,\"otherwise\":null,\"run\":null},"
            + """{"id":"3","tool":"ask_person","arguments":"{}","question":"which?","asked_at":"1970-01-01T00:00:00+00:00","wants":"""
            + "\"words\",\"deadline\":\"1970-01-01T01:00:00+00:00\","
            + "\"otherwise\":{\"approved\":true,\"reason\":null,\"answer\":\"any\"},\"run\":null}]");
    }

    [Fact]
    public async Task A_run_is_answered_when_it_has_ended()
    {
        var (status, body) = await PostAsync("""{"input":"hello","agent":"echo","placement":"least_loaded","dedicated":true}""");

        status.ShouldBe(HttpStatusCode.OK);
        body.ToJsonString().ShouldBe(
            """{"run_id":"echo.3.01JD0000000000000000000000.1","session":"echo.3.01JD0000000000000000000000","agent":"echo","""
            + "\"node\":\"one\",\"status\":\"completed\",\"output\":\"hello\",\"error\":null,\"why\":\"the only node\",\"approvals\":[],"
            + "\"branch\":null,\"usage\":null}");
        var request = _node.Network.Requests.ShouldHaveSingleItem();
        request.Agent.ShouldBe("echo");
        request.Placement.ShouldBe(PlacementStrategy.LeastLoaded);
        request.Dedicated.ShouldBeTrue();
    }

    [Fact]
    public async Task Limits_of_a_run_are_part_of_the_request()
    {
        await PostAsync("""{"input":"hello","limits":{"iterations":3,"tool_calls":0,"tokens":5000,"usd":0.25}}""");

        _node.Network.Requests.ShouldHaveSingleItem().Limits.ShouldBe(
            new RunLimits { Iterations = 3, ToolCalls = 0, Tokens = 5000, Usd = 0.25m });
    }

    [Fact]
    public async Task A_placement_that_was_added_is_chosen_by_its_name()
    {
        await PostAsync("""{"input":"hello","placement":"mine"}""");
        await PostAsync("""{"input":"hello"}""");

        _node.Network.Requests.Select(request => request.CustomPlacement).ShouldBe(["mine", null]);
    }

    [Fact]
    public async Task A_run_nobody_waits_for_is_answered_when_it_is_recorded()
    {
        using var response = await SendAsync("""{"input":"hello","wait":false}""");

        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        response.Headers.Location!.ToString().ShouldBe($"/v1/runs/{FakeNetwork.Run}");
        (await response.Content.ReadFromJsonAsync<JsonObject>())!["status"]!.ToString().ShouldBe("running");
    }

    [Theory]
    [InlineData("""{"input":""}""", "empty_input", "input")]
    [InlineData("""{"input":"  "}""", "empty_input", "input")]
    [InlineData("""{}""", "empty_input", "input")]
    [InlineData("""{"input":5}""", "invalid_field", "input")]
    [InlineData("""{"input":"x","agnet":"echo"}""", "unknown_field", "agnet")]
    [InlineData("""{"input":"x","agent":1}""", "invalid_field", "agent")]
    [InlineData("""{"input":"x","wait":"no"}""", "invalid_field", "wait")]
    [InlineData("""{"input":"x","placement":"best"}""", "invalid_placement", "placement")]
    [InlineData("""{"input":"x","dedicated":1}""", "invalid_field", "dedicated")]
    [InlineData("""{"input":"x","limits":5}""", "invalid_field", "limits")]
    [InlineData("""{"input":"x","limits":{"iterations":1.5}}""", "invalid_field", "limits")]
    [InlineData("""{"input":"x","limits":{"iterations":101}}""", "invalid_limits", "limits")]
    [InlineData("""{"input":"x","limits":{"tokens":1e20}}""", "invalid_limits", "limits")]
    [InlineData("""{"input":"x","limits":{"token":5}}""", "unknown_field", "token")]
    [InlineData("""{"input":"x","session":"mine"}""", "invalid_session", "session")]
    [InlineData("""{"input":"x","run_id":"a b"}""", "invalid_run_id", "run_id")]
    [InlineData("""{"input":"x","run_id":"math.3.01JD0000000000000000000000.1"}""", "invalid_run_id", "run_id")]
    [InlineData("""{"input":"\ud800"}""", "invalid_field", "input")]
    [InlineData("""{"\ud800":1}""", "malformed_json", null)]
    [InlineData("""{"input":""", "malformed_json", null)]
    [InlineData("""["input"]""", "malformed_json", null)]
    [InlineData("", "malformed_json", null)]
    public async Task A_wrong_request_is_told_which_field_is_wrong(string json, string code, string? field)
    {
        var (status, body) = await PostAsync(json);

        status.ShouldBe(HttpStatusCode.BadRequest);
        body["code"]!.ToString().ShouldBe(code);
        body["field"]?.ToString().ShouldBe(field);
        body["detail"]!.ToString().ShouldNotBeEmpty();
        _node.Network.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_prompt_beyond_the_bound_is_refused_with_the_bound()
    {
        var (status, body) = await PostAsync($$"""{"input":"{{new string('x', RunRequest.MaxInputBytes + 1)}}"}""");

        status.ShouldBe(HttpStatusCode.BadRequest);
        body["code"]!.ToString().ShouldBe("input_too_large");
        body["detail"]!.ToString().ShouldContain($"{RunRequest.MaxInputBytes}");
    }

    [Fact]
    public async Task A_prompt_is_measured_as_the_network_stores_it()
    {
        var quotes = new JsonObject { ["input"] = new string('"', (RunRequest.MaxInputBytes / 2) + 1) };

        var (status, body) = await PostAsync(quotes.ToJsonString());

        status.ShouldBe(HttpStatusCode.BadRequest);
        (body["code"]!.ToString(), body["field"]!.ToString()).ShouldBe(("input_too_large", "input"));
        _node.Network.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_body_beyond_the_bound_is_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/runs");
        request.Headers.ExpectContinue = true;
        request.Content = new ByteArrayContent(new byte[8 * 1024 * 1024]) { Headers = { ContentType = new("application/json") } };
        using var response = await _node.Http.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task A_body_that_is_not_declared_as_JSON_is_refused()
    {
        using var response = await _node.Http.PostAsync("/v1/runs", new StringContent("""{"input":"x"}""", Encoding.UTF8, "text/plain"));

        response.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
    }

    [Theory]
    [InlineData(NetworkError.InvalidRequest, 400, "invalid_request")]
    [InlineData(NetworkError.ReservedKey, 400, "reserved_key")]
    [InlineData(NetworkError.UnknownAgent, 404, "unknown_agent")]
    [InlineData(NetworkError.UnknownSession, 404, "unknown_session")]
    [InlineData(NetworkError.NoCandidate, 422, "no_candidate")]
    [InlineData(NetworkError.TooManyQueued, 429, "too_many_queued")]
    [InlineData(NetworkError.Unavailable, 503, "unavailable")]
    [InlineData(NetworkError.Unconfirmed, 503, "unconfirmed")]
    [InlineData(NetworkError.TooManyWatchers, 429, "too_many_watchers")]
    public async Task What_the_network_refuses_has_a_status_and_a_code(NetworkError error, int status, string code)
    {
        _node.Network.Failure = new AgentNetworkException(error, "because");

        using var response = await SendAsync("""{"input":"hello"}""");

        ((int)response.StatusCode).ShouldBe(status);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await response.Content.ReadAsStringAsync()).ShouldContain($"\"detail\":\"because\",\"code\":\"{code}\"");
    }

    [Fact]
    public async Task A_run_can_be_asked_for()
    {
        var run = await _node.Http.GetFromJsonAsync<JsonObject>($"/v1/runs/{FakeNetwork.Run}");

        run!["output"]!.ToString().ShouldBe("hello");
    }

    [Theory]
    [InlineData("/v1/runs/nonsense")]
    [InlineData("/v1/runs/echo.3.01JD0000000000000000000000.2")]
    [InlineData("/v1/runs/nonsense/events")]
    public async Task An_unknown_run_is_not_found(string path)
    {
        using var response = await _node.Http.GetAsync(path);

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await response.Content.ReadAsStringAsync()).ShouldContain("unknown_run");
    }

    private Task<HttpResponseMessage> AnswerAsync(string json) => _node.Http.PostAsync(
        $"/v1/runs/{FakeNetwork.Run}/approvals/2", new StringContent(json, Encoding.UTF8, "application/json"));

    private Task<HttpResponseMessage> SendAsync(string json) =>
        _node.Http.PostAsync("/v1/runs", new StringContent(json, Encoding.UTF8, "application/json"));

    private async Task<(HttpStatusCode Status, JsonObject Body)> PostAsync(string json)
    {
        using var response = await SendAsync(json);
        return (response.StatusCode, (await response.Content.ReadFromJsonAsync<JsonObject>())!);
    }
}
