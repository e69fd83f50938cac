using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Hanzo.Network.Agents;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Node.Client;
using Hanzo.Network.Node.Tests.Support;

namespace Hanzo.Network.Node.Tests.Api;

public sealed class DeploymentEndpointsTests : IAsyncLifetime
{
    private TestNode _node = null!;

    private FakeManager Manager => _node.Network.Manager;

    public async Task InitializeAsync() => _node = await TestNode.StartAsync();

    public Task DisposeAsync() => _node.DisposeAsync().AsTask();

    [Fact]
    public async Task An_agent_is_deployed_in_the_form_of_the_file_with_its_scope()
    {
        var (status, body) = await PostAsync(
            "/v1/agents", """{"name":"poet","instructions":"Rhyme.","on":"one","label":"office","replicas":2}""");

        status.ShouldBe(HttpStatusCode.Created);
        body.ToJsonString().ShouldBe(
            """{"agent":{"name":"poet","description":"","tools":[],"model":null,"workload":"light","partition":"pause","""
            + "\"requires\":{\"fp32_tflops\":null,"
            + "\"fp16_tflops\":null,\"int8_tflops\":null,\"memory_mb\":null,\"vram_mb\":null,\"gpu\":false,\"labels\":[]},"
            + "\"nodes\":[\"one\",\"two\"],\"deployment\":{\"version\":1,\"on\":[\"one\"],\"label\":\"office\",\"replicas\":2},"
            + "\"tool_rules\":[],\"agents\":[],\"guardrails\":[],\"examples\":[],\"memory\":null,\"limits\":null,\"price\":null,"
            + "\"history_tokens\":32000,\"response_format\":null},"
            + "\"warning\":null}");
        Manager.Deployed.ShouldHaveSingleItem().Instructions.ShouldBe("Rhyme.");
        Manager.Forced.ShouldBe([false]);
    }

    [Fact]
    public async Task That_nobody_can_run_it_is_in_the_answer()
    {
        Manager.Warning = "nobody can run it now";

        var (status, body) = await PostAsync("/v1/agents?force=true", """{"name":"poet"}""");

        Manager.Forced.ShouldBe([true]);
        (await PostAsync("/v1/agents?force=perhaps", """{"name":"poet"}""")).Status.ShouldBe(HttpStatusCode.BadRequest);
        (status, body["warning"]!.ToString()).ShouldBe((HttpStatusCode.Created, "nobody can run it now"));
    }

    [Theory]
    [InlineData("""{"name":"Poet!"}""", "invalid_field", "name")]
    [InlineData("""{"name":"poet","replicas":0}""", "invalid_field", "replicas")]
    [InlineData("""{"name":"poet","requires":{"vram_mb":-5}}""", "invalid_field", "requires.vram_mb")]
    [InlineData("""{"name":"poet","nodes":[]}""", "invalid_field", "nodes")]
    [InlineData("""{}""", "invalid_agent", null)]
    [InlineData("""[]""", "invalid_agent", null)]
    [InlineData("""{"name":""", "invalid_agent", null)]
    public async Task A_wrong_definition_is_told_which_field_is_wrong(string json, string code, string? field)
    {
        var (status, body) = await PostAsync("/v1/agents", json);

        (status, body["code"]!.ToString(), body["field"]?.ToString()).ShouldBe((HttpStatusCode.BadRequest, code, field));
        Manager.Deployed.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_deployed_agent_is_taken_back()
    {
        (await _node.Http.DeleteAsync("/v1/agents/poet")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await _node.Http.DeleteAsync("/v1/agents/No%20Name")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        Manager.Undeployed.ShouldBe([AgentName.Parse("poet")]);
    }

    [Theory]
    [InlineData(NetworkError.UnknownSlot, 404, "unknown_slot")]
    [InlineData(NetworkError.UnknownNode, 404, "unknown_node")]
    [InlineData(NetworkError.NodeUnsuitable, 422, "node_unsuitable")]
    [InlineData(NetworkError.Conflict, 409, "conflict")]
    public async Task What_the_network_refuses_has_a_status_and_a_code(NetworkError error, int status, string code)
    {
        Manager.Failure = new AgentNetworkException(error, "because");

        foreach (var (path, json) in new[]
        {
            ("/v1/agents", """{"name":"poet"}"""),
            ("/v1/placement/migrations", """{"target":"math.7","node":"two"}"""),
            ("/v1/drain", "{}"),
        })
        {
            var (answered, body) = await PostAsync(path, json);
            ((int)answered, body["code"]!.ToString(), body["detail"]!.ToString()).ShouldBe((status, code, "because"), path);
        }
    }

    [Fact]
    public async Task Why_an_agent_runs_where_it_does_is_told_for_every_node_and_what_is_unknown_is_null()
    {
        var report = (await _node.Http.GetFromJsonAsync<JsonObject>("/v1/placement/math"))!;

        report["nodes"]![0]!.ToJsonString().ShouldBe(
            """{"node":"one","fits":true,"unmet":[],"score":{"expected_seconds":4,"""
            + "\"run\":{\"seconds\":1,\"concurrent_runs\":1,\"source\":\"assumed\",\"runs\":0,"
            + "\"at\":null,\"tokens_per_second\":null},"
            + "\"throughput\":{\"tflops\":null,\"precision\":null,\"source\":null,\"at\":null},\"capacity\":4,\"active_runs\":1,"
            + "\"queued_runs\":2,\"dispatched_runs\":0,\"cpu\":0.5,\"busy\":null},\"slots\":{\"hosted\":0,\"planned\":16,\"open\":16}}");
        report["nodes"]![1]!["unmet"]![0]!.ToString().ShouldBe("does not offer 'math'");
        report["choices"]!.AsArray().Select(choice => $"{choice!["placement"]} {choice["node"]}")
            .ShouldBe(["capability one", "least_loaded one"]);
        report["what_if"].ShouldBeNull();
    }

    [Fact]
    public async Task What_would_be_without_a_node_is_told_with_the_slots_that_would_go()
    {
        var report = await _node.Client.GetPlacementAsync("math", "one", CancellationToken.None);

        (report.WhatIf!.Without, report.Nodes.Single().Node, report.Choices[0].Node).ShouldBe(("one", "two", null));
        report.WhatIf.Unplaced.Length.ShouldBe(16);
        report.WhatIf.Text.ShouldStartWith("without 'one', agent 'math' has no node to run on; considered: two: ");
    }

    [Theory]
    [InlineData(MigrationStatus.Moved, HttpStatusCode.OK, "moved")]
    [InlineData(MigrationStatus.Moving, HttpStatusCode.Accepted, "moving")]
    [InlineData(MigrationStatus.Possible, HttpStatusCode.OK, "possible")]
    [InlineData(MigrationStatus.Reserved, HttpStatusCode.OK, "reserved")]
    [InlineData(MigrationStatus.There, HttpStatusCode.OK, "there")]
    public async Task A_migration_tells_what_moves(MigrationStatus outcome, HttpStatusCode status, string word)
    {
        Manager.Outcome = outcome;

        var (answered, body) =
            await PostAsync("/v1/placement/migrations", """{"target":"math.7","node":"two","dry_run":true,"timeout_seconds":2.5}""");

        answered.ShouldBe(status);
        body.ToJsonString().ShouldBe(
            $$"""{"slot":"math.7","from":"one","to":"two","sessions":["{{FakeManager.Session}}"],"status":"{{word}}"}""");
        var request = Manager.Migrations.ShouldHaveSingleItem();
        (request.Target, request.DryRun, request.Timeout).ShouldBe(("math.7", true, TimeSpan.FromSeconds(2.5)));
    }

    [Theory]
    [InlineData("/v1/placement/migrations", """{"node":"two"}""", "missing_field", "target")]
    [InlineData("/v1/placement/migrations", """{"target":"math.7","node":"two","dryrun":true}""", "unknown_field", "dryrun")]
    [InlineData("/v1/placement/migrations", """{"target":"a.7","node":"two","timeout_seconds":-1}""", "invalid_field", "timeout_seconds")]
    [InlineData("/v1/drain", """{"timeout_seconds":3601}""", "invalid_field", "timeout_seconds")]
    [InlineData("/v1/drain", """{"timeout_seconds":"60s"}""", "invalid_field", "timeout_seconds")]
    [InlineData("/v1/drain", """{"timeout_seconds":1e300}""", "invalid_field", "timeout_seconds")]
    public async Task A_wrong_field_is_named(string path, string json, string code, string field)
    {
        var (status, body) = await PostAsync(path, json);

        (status, body["code"]!.ToString(), body["field"]!.ToString()).ShouldBe((HttpStatusCode.BadRequest, code, field));
    }

    [Fact]
    public async Task A_drain_tells_its_steps_and_then_the_process_ends()
    {
        using var stopping = new SemaphoreSlim(0);
        _node.Stopping.Register(() => stopping.Release());

        var steps = new List<string>();
        await foreach (var step in _node.Client.DrainAsync(7, CancellationToken.None)) steps.Add($"{step.Phase} {step.ActiveRuns}");

        steps.ShouldBe(["draining 2", "drained 0"]);
        Manager.Drains.ShouldBe([TimeSpan.FromSeconds(7)]);
        (await stopping.WaitAsync(TimeSpan.FromSeconds(20))).ShouldBeTrue();
    }

    [Fact]
    public async Task A_drain_needs_no_body()
    {
        using var response = await _node.Http.PostAsync("/v1/drain", null);

        (response.StatusCode, response.Content.Headers.ContentType?.MediaType).ShouldBe((HttpStatusCode.OK, "text/event-stream"));
        (await response.Content.ReadAsStringAsync()).ShouldContain("event: drained");
        Manager.Drains.ShouldBe([DrainStep.DefaultTimeout]);
    }

    [Fact]
    public async Task A_drain_that_is_refused_leaves_the_node_as_it_is()
    {
        Manager.Failure = new AgentNetworkException(NetworkError.Unavailable, "not now");

        var (status, body) = await PostAsync("/v1/drain", "{}");

        (status, body["detail"]!.ToString()).ShouldBe((HttpStatusCode.ServiceUnavailable, "not now"));
        _node.Stopping.IsCancellationRequested.ShouldBeFalse();
    }

    [Fact]
    public async Task A_drain_that_breaks_after_it_has_begun_ends_the_process_nevertheless()
    {
        using var stopping = new SemaphoreSlim(0);
        _node.Stopping.Register(() => stopping.Release());
        Manager.DrainBreaks = true;

        await Should.ThrowAsync<NodeClientException>(async () =>
        {
            await foreach (var step in _node.Client.DrainAsync(7, CancellationToken.None)) step.Phase.ShouldBe("draining");
        });

        (await stopping.WaitAsync(TimeSpan.FromSeconds(20))).ShouldBeTrue();
    }

    [Fact]
    public async Task A_takeover_answers_with_the_cut_off_that_has_ended_with_it()
    {
        var (status, body) = await PostAsync("/v1/takeover", "");

        (status, (string)body["node"]!, (string)body["others"]![0]!, (bool)body["taken_over"]!)
            .ShouldBe((HttpStatusCode.OK, "one", "two", true));
    }

    private async Task<(HttpStatusCode Status, JsonObject Body)> PostAsync(string path, string json)
    {
        using var response = await _node.Http.PostAsync(path, new StringContent(json, Encoding.UTF8, "application/json"));
        return (response.StatusCode, (await response.Content.ReadFromJsonAsync<JsonObject>())!);
    }
}
