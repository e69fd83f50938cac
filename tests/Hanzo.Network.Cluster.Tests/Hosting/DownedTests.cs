using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Cluster.Tests.Support;
using Xunit.Abstractions;

namespace Hanzo.Network.Cluster.Tests.Hosting;

/// <summary>The actor system ends without having been asked to, under callers that wait.</summary>
public sealed class DownedTests(ITestOutputHelper output)
{
    private const int Callers = 8;
    private static readonly Agent Slow = new() { Name = AgentName.Parse("slow") };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Waiting_runs_end_in_the_next_actor_system(bool downed)
    {
        await using var network = new TestNetwork(output);
        using var model = new GatedChatClient();
        var one = await network.StartAsync("one", n => n.UseChatClient(model).Configure(o => o.Capacity = Callers), Slow);
        var runs = Enumerable.Range(0, Callers).Select(_ => one.Network.RunAsync(new RunRequest("hello") { Agent = "slow" })).ToArray();
        foreach (var _ in runs) await model.NextCall().Within(10);

        await EndAsync(one, downed);

        foreach (var _ in runs) (await model.NextCall().Within(20)).Release("from the second life");
        foreach (var result in await Task.WhenAll(runs).Within(20)) result.Output.ShouldBe("from the second life");
        one.ClusterHost.Generations.ShouldBe(2);
    }

    [Fact]
    public async Task Runs_asked_for_while_the_node_is_downed_wait_for_the_next_actor_system()
    {
        await using var network = new TestNetwork(output);
        using var model = new GatedChatClient();
        var one = await network.StartAsync("one");
        await network.StartAsync("two", n => n.UseChatClient(model), Slow);
        await network.MeetAsync();
        var first = one.Gate.Current!;

        var down = EndAsync(one, downed: true);
        var runs = new List<Task<RunResult>>();
        await Eventually.TrueAsync(() =>
        {
            // While it takes long: no more than are answered soon.
            if (runs.Count < Callers) runs.Add(one.Network.RunAsync(new RunRequest("hello") { Agent = "slow" }));
            return first.Ended.IsCompleted;
        });

        await down;
        foreach (var _ in runs) (await model.NextCall().Within(60)).Release("done");
        foreach (var result in await Task.WhenAll(runs).Within(60)) result.Output.ShouldBe("done");
    }

    private static async Task EndAsync(TestNode node, bool downed)
    {
        var generation = node.Gate.Current!;
        var cluster = Akka.Cluster.Cluster.Get(generation.System);
        if (downed) cluster.Down(cluster.SelfAddress);
        else _ = generation.System.Terminate();
        await generation.Ended.Within(20);
    }
}
