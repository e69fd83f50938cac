using System.Diagnostics;
using System.Text.Json;
using Hanzo.Network.Node.Api;
using Hanzo.Network.Node.Demo;

namespace Hanzo.Network.Node.Tests.Processes;

[Collection(ProcessCollection.Name)]
public sealed class DemoTests
{
    [Fact]
    public async Task The_demo_shows_who_ran_what_on_which_node_and_why_and_ends_within_a_minute()
    {
        var start = Stopwatch.GetTimestamp();
        await using var demo = HanzoProcess.Start("demo", "--exit", "--json");
        var code = await demo.ExitAsync(TimeSpan.FromSeconds(60));

        code.ShouldBe(0, demo.Transcript);
        Stopwatch.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromSeconds(60));
        var shown = JsonSerializer.Deserialize(demo.Transcript, ApiJson.Default.DemoBody)!;
        shown.Nodes.Keys.ShouldBe(["gpu-server", "laptop", "pi"]);
        shown.Runs.Select(run => (run.Agent, run.Node)).ShouldBe(
            [("math", "gpu-server"), ("text", "pi"), ("device", "laptop"), ("painter", "gpu-server"), ("math", "gpu-server")]);
        shown.Runs.ShouldAllBe(run => run.Why.Length > 0);
        shown.Loss.Node.ShouldBe("gpu-server");
        shown.RunsAfterLoss.Select(run => (run.Agent, run.Node)).ShouldBe([("math", "laptop"), ("painter", null)]);
        shown.RunsAfterLoss[^1].Answer.ShouldContain("laptop: needs at least 16000 MB");
    }

    [LinuxFact]
    public async Task The_nodes_of_a_demo_that_is_killed_end_too()
    {
        await using var demo = HanzoProcess.Start("demo");
        await demo.LineAsync("the live page: http://127.0.0.1:");
        var children = LinuxProcess.ChildrenOf(demo.Pid);
        children.Count.ShouldBe(3);

        await demo.KillAsync();

        await LinuxProcess.EndOfAsync(children, HanzoProcess.Patience);
        DemoFolder.Sweep(Path.GetTempPath());
    }

    [LinuxFact]
    public async Task Ctrl_c_ends_a_demo_and_its_nodes_in_order()
    {
        await using var demo = HanzoProcess.Start("demo");
        await demo.LineAsync("the live page: http://127.0.0.1:");
        var children = LinuxProcess.ChildrenOf(demo.Pid);

        await demo.InterruptAsync();

        (await demo.ExitAsync()).ShouldBe(0, demo.Transcript);
        await LinuxProcess.EndOfAsync(children, TimeSpan.FromSeconds(1));
    }
}
