using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Tests.Support;
using Xunit.Abstractions;

namespace Hanzo.Network.Cluster.Tests.Sessions;

public sealed class RunTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_single_node_runs_its_own_agent()
    {
        await using var network = new TestNetwork(output);
        var one = await network.StartAsync("one", BuiltInAgents.Math);

        var result = await one.Network.RunAsync(new RunRequest("What is (19 + 5) * 5 - 19?") { Agent = "math" }).Within(10);

        result.Status.ShouldBe(RunStatus.Completed);
        result.Output.ShouldContain("101");
        result.Node.ShouldBe("one");
    }

    [Fact]
    public async Task Two_nodes_run_each_others_agents()
    {
        await using var network = new TestNetwork(output);
        var one = await network.StartAsync("one", BuiltInAgents.Text);
        var two = await network.StartAsync("two", BuiltInAgents.Math);
        await network.MeetAsync();

        var sum = await one.Network.RunAsync(new RunRequest("What is 2 + 3?") { Agent = "math" }).Within(10);
        var words = await two.Network.RunAsync(new RunRequest("Count the words of \"one two three\"") { Agent = "text" }).Within(10);

        (sum.Node, sum.Status).ShouldBe(("two", RunStatus.Completed));
        sum.Output.ShouldContain("5");
        (words.Node, words.Status).ShouldBe(("one", RunStatus.Completed));
        words.Output.ShouldContain("3");
    }
}
