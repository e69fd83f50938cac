using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Cluster.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Xunit.Abstractions;

namespace Hanzo.Network.Cluster.Tests.Monitoring;

public sealed class StatusTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Status_tells_of_this_node_and_of_its_peers()
    {
        await using var network = new TestNetwork(output);
        var one = await network.StartAsync("one", BuiltInAgents.Text);
        await network.StartAsync("two", n => n.Configure(o => o.HttpUrl = "http://127.0.0.1:9"), BuiltInAgents.Math);
        await network.MeetAsync();
        await one.Process.Board.WaitAsync(s => s.Find("two") is { Latency: not null, Load: not null }, CancellationToken.None).Within(10);

        var status = await one.Network.GetStatusAsync();

        (status.Network, status.NodeId, status.Durability, status.AgentCount).ShouldBe(("test", "one", "memory-only", 2));
        status.Runtime.ShouldBeOneOf("embedded", "nuget");
        status.Address.ShouldStartWith("127.0.0.1:");
        status.Capabilities.Model.ShouldBe("test");
        var two = status.Peers.ShouldHaveSingleItem().Value;
        (two.Status, two.Healthy, two.HttpUrl).ShouldBe(("up", true, "http://127.0.0.1:9"));
        two.Address.ShouldStartWith("127.0.0.1:");
        two.Agents.ShouldBe(["math"]);
        two.LatencyMs!.Value.ShouldBeInRange(0, 5000);
        two.Capabilities!.Model.ShouldBe("test");
        two.Load!.Memory.ShouldBe(0.2);
        var health = (await one.Network.CheckPeerHealthAsync("two")).ShouldNotBeNull();
        health.Healthy.ShouldBeTrue();
        (await one.Network.CheckPeerHealthAsync("nobody")).ShouldBeNull();
    }

    [Fact]
    public async Task Every_node_hears_of_recent_runs_and_counts_those_under_way()
    {
        using var model = new GatedChatClient();
        await using var network = new TestNetwork(output);
        var one = await network.StartAsync("one", BuiltInAgents.Text);
        var two = await network.StartAsync("two", n => n.UseChatClient(model), new Agent { Name = AgentName.Parse("slow") });
        await network.MeetAsync();

        var run = one.Network.RunAsync(new RunRequest("a question") { Agent = "slow" });
        var call = await model.NextCall().Within(10);
        await one.Process.Board.WaitAsync(s => s.Find("two")!.Load?.ActiveRuns == 1, CancellationToken.None).Within(10);
        (await one.Network.GetStatusAsync()).ActiveRuns.ShouldBe(1);
        call.Release("an answer");
        await run.Within(10);
        await one.Process.Board.WaitAsync(s => s.Runs.Notes.Any(n => n.Status == RunStatus.Completed), CancellationToken.None).Within(10);

        var note = (await one.Network.GetRecentRunsAsync()).ShouldHaveSingleItem();
        (note.Node, note.Input, note.Output).ShouldBe(("two", "a question", "an answer"));
        note.Duration.ShouldNotBeNull();
        two.Process.Gauge.Active.ShouldBe(0);
    }

    [Fact]
    public async Task A_node_that_cannot_join_is_alive_but_not_ready_and_its_requests_say_so()
    {
        await using var network = new TestNetwork(output);
        var patience = TimeSpan.FromMilliseconds(200);
        var one = await network.StartAsync("one", n => n.Configure(o => o.RequestPatience = patience), BuiltInAgents.Math);
        (await HealthAsync(one)).ShouldBe((HealthStatus.Healthy, HealthStatus.Healthy));

        one.Gate.Close(one.Gate.Current!);

        (await HealthAsync(one)).ShouldBe((HealthStatus.Healthy, HealthStatus.Unhealthy));
        var refused = await Should.ThrowAsync<AgentNetworkException>(
            () => one.Network.RunAsync(new RunRequest("hi") { Agent = "math" }).Within(10));
        refused.Error.ShouldBe(NetworkError.Unavailable);
        refused.Message.ShouldContain("'one'");
    }

    private static async Task<(HealthStatus Live, HealthStatus Ready)> HealthAsync(TestNode node)
    {
        var report = await node.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        return (report.Entries["live"].Status, report.Entries["ready"].Status);
    }
}
