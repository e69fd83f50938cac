namespace Hanzo.Network.Node.Tests.Processes;

public sealed class TwoNodesTests(TwoNodes nodes) : IClassFixture<TwoNodes>
{
    [Fact]
    public async Task An_agent_of_one_node_is_asked_at_the_other()
    {
        var (code, transcript) = await HanzoProcess.RunAsync("run", "math", "What is (19 + 5) * 5 - 19?", "--node", nodes.One.Url);

        code.ShouldBe(0, transcript);
        transcript.ShouldContain("101");
        transcript.ShouldContain("math ran on node two");
    }

    [Fact]
    public async Task Commands_find_a_local_node_by_themselves_and_by_id()
    {
        var (code, transcript) = await HanzoProcess.RunAsync("status", "--data", nodes.Data.FullName);
        code.ShouldBe(0, transcript);
        transcript.ShouldContain("network default, seen from node one");

        (code, transcript) = await HanzoProcess.RunAsync("peers", "--data", nodes.Data.FullName, "--node", "two", "--json");
        code.ShouldBe(0, transcript);
        transcript.ShouldStartWith("{\"one\":{\"address\":\"127.0.0.1:");
    }

    [Fact]
    public async Task A_run_can_be_followed_at_the_node_that_does_not_run_it()
    {
        var (code, transcript) = await HanzoProcess.RunAsync("run", "math", "6 * 7", "--stream", "--json", "--node", nodes.One.Url);

        code.ShouldBe(0, transcript);
        var lines = transcript.Split('\n');
        lines[0].ShouldStartWith("{\"type\":\"run.queued\"");
        lines[^2].ShouldStartWith("{\"type\":\"run.completed\"");
        lines[^1].ShouldContain("\"node\":\"two\",\"status\":\"completed\",\"output\":\"42");
    }
}
