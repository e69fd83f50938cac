using System.Collections.Immutable;
using System.Net;
using Hanzo.Network.Agents;
using Hanzo.Network.Node.Tests.Support;
using Hanzo.Network.Partitions;

namespace Hanzo.Network.Node.Tests.Api;

public sealed class NetworkEndpointsTests : IAsyncLifetime
{
    private TestNode _node = null!;

    public async Task InitializeAsync() => _node = await TestNode.StartAsync();

    public Task DisposeAsync() => _node.DisposeAsync().AsTask();

    [Fact]
    public async Task The_network_is_told_in_the_documented_form()
    {
        var peer = new PeerStatus { Address = "127.0.0.1:5682", Status = "up", Healthy = true, LatencyMs = 1.234, Agents = ["math"] };
        _node.Network.Status = _node.Network.Status with { Peers = ImmutableSortedDictionary<string, PeerStatus>.Empty.Add("two", peer) };

        var json = await _node.Http.GetStringAsync("/v1/network");

        json.ShouldStartWith(
            """{"network":"home","node_id":"one","runtime":"in-process","version":"0.1.0","durability":"memory-only","""
            + "\"security\":\"none\",\"address\":\"127.0.0.1:5681\",\"peer_count\":1,\"agent_count\":1,\"active_runs\":0,\"capabilities\":"
            + """{"model":"Test","chip":"Fast","memory":8192,"flops":{"fp32":1,"fp16":2.5,"int8":null,"source":null,"at":null}""");
        json.ShouldContain("""peers":{"two":{"address":"127.0.0.1:5682","status":"up","healthy":true,"latency_ms":1.23,"last_seen":null""");
    }

    [Fact]
    public async Task A_node_that_is_cut_off_says_so_and_tells_of_its_branches()
    {
        var run = FakeNetwork.Run;
        var branch = new BranchNote(run.Session with { Ulid = "01JD0000000000000000000001" }, run.Session, 7, DateTimeOffset.UnixEpoch);
        var report = new PartitionReport("one", ["two"], DateTimeOffset.UnixEpoch, Until: null, [branch], 1);
        _node.Network.Status = _node.Network.Status with { Detached = true, Partitions = [report] };

        (await _node.Http.GetStringAsync("/v1/network")).ShouldContain(
            "\"detached\":true,\"partitions\":[{\"node\":\"one\",\"others\":[\"two\"],\"since\":\"1970-01-01T00:00:00+00:00\","
            + "\"until\":null,\"taken_over\":false,\"branch_count\":1,\"branches\":[{\"session\":\"echo.3.01JD0000000000000000000001\","
            + "\"parent\":\"echo.3.01JD0000000000000000000000\",\"parent_sequence\":7,\"at\":\"1970-01-01T00:00:00+00:00\"}]}]");
    }

    [Fact]
    public async Task The_client_reads_what_the_server_writes()
    {
        var network = await _node.Client.GetNetworkAsync(CancellationToken.None);
        var agents = await _node.Client.GetAgentsAsync(CancellationToken.None);

        network.NodeId.ShouldBe("one");
        network.Load.Cpu.ShouldBe(0.25);
        agents.Agents.ShouldHaveSingleItem().Nodes.ShouldBe(["one"]);
    }

    [Fact]
    public async Task Ready_is_who_can_answer_and_alive_is_everyone()
    {
        (await _node.Http.GetAsync("/health/ready")).StatusCode.ShouldBe(HttpStatusCode.OK);
        _node.Network.Failure = new AgentNetworkException(NetworkError.Unavailable, "changing");

        (await _node.Http.GetAsync("/health/ready")).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await _node.Http.GetAsync("/health/live")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("GET", "/v1/nothing")]
    [InlineData("POST", "/v1/network")]
    public async Task What_is_not_there_is_a_problem_with_a_code(string method, string path)
    {
        using var response = await _node.Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await response.Content.ReadAsStringAsync()).ShouldContain("unknown_path");
    }

    [Theory]
    [InlineData("Host", "evil.example")]
    [InlineData("Host", "192.168.1.9:5680")]
    [InlineData("Origin", "http://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "http://localhost:1")]
    public async Task Requests_that_other_sites_pages_make_are_refused(string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/network");
        request.Headers.TryAddWithoutValidation(header, value);
        using var response = await _node.Http.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task The_page_of_the_node_itself_is_welcome()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/network");
        request.Headers.TryAddWithoutValidation("Origin", _node.Url.GetLeftPart(UriPartial.Authority));

        (await _node.Http.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("/", "text/html; charset=utf-8")]
    [InlineData("/page.js", "text/javascript; charset=utf-8")]
    [InlineData("/page.css", "text/css; charset=utf-8")]
    [InlineData("/icon.svg", "image/svg+xml")]
    public async Task The_page_is_served_with_a_tag_that_saves_sending_it_again(string path, string type)
    {
        using var response = await _node.Http.GetAsync(path);
        response.Content.Headers.ContentType!.ToString().ShouldBe(type);
        response.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("default-src 'self'");

        using var again = new HttpRequestMessage(HttpMethod.Get, path);
        again.Headers.IfNoneMatch.Add(response.Headers.ETag!);
        (await _node.Http.SendAsync(again)).StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }
}
