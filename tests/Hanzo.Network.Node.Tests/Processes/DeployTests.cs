using Hanzo.Network.Node.Api.Bodies;

namespace Hanzo.Network.Node.Tests.Processes;

public sealed class DeployTests(TwoNodes nodes) : IClassFixture<TwoNodes>
{
    [Fact]
    public async Task Agents_are_deployed_listed_run_and_taken_back_from_the_command_line()
    {
        var file = await nodes.Data.FileAsync("""{"agents":[{"name":"poet","model":"echo"},{"name":"math","tools":["calculate"]}]}""");

        var (code, transcript) = await HanzoProcess.RunAsync("deploy", file, "--on", "two", "--node", nodes.One.Url);
        code.ShouldBe(1, transcript);
        transcript.ShouldContain("deployed poet, version 1; it may run on two");
        transcript.ShouldContain("! hanzo: agent 'math' is pinned to 'two'");

        (code, transcript) = await HanzoProcess.RunAsync("agents", "--node", nodes.Two.Url);
        code.ShouldBe(0, transcript);
        transcript.ShouldContain("the network (v1)");
        (await nodes.One.AskAsync("poet")).Node.ShouldBe("two");

        (code, transcript) = await HanzoProcess.RunAsync("undeploy", "poet", "--json", "--node", nodes.Two.Url);
        (code, transcript).ShouldBe((0, """{"undeployed":"poet"}"""));
        (code, transcript) = await HanzoProcess.RunAsync("run", "poet", "hello", "--node", nodes.Two.Url);
        code.ShouldBe(1, transcript);
        transcript.ShouldContain("agent 'poet' was undeployed at 20");
        (code, transcript) = await HanzoProcess.RunAsync("undeploy", "pet", "--node", nodes.Two.Url);
        code.ShouldBe(1, transcript);
    }

    [Fact]
    public async Task A_slot_moves_with_its_sessions_to_the_node_that_was_named()
    {
        await nodes.One.DeployAdderAsync(nodes.Data, "one", "two");
        var run = await nodes.One.AskAsync("adder");
        var other = run.Node == "one" ? "two" : "one";

        var (code, transcript) = await HanzoProcess.RunAsync("migrate", run.Session, other, "--dry-run", "--node", nodes.One.Url);
        code.ShouldBe(0, transcript);
        transcript.ShouldContain($"would move from {run.Node} to {other}");
        (code, transcript) = await HanzoProcess.RunAsync("migrate", run.Session, other, "--node", nodes.One.Url);
        code.ShouldBe(0, transcript);
        transcript.ShouldContain($"has moved from {run.Node} to {other}");
        transcript.ShouldContain($"with 1 session:\n  {run.Session}");

        var next = await nodes.One.Client.RunAsync(
            new RunRequestBody { Agent = "adder", Input = "What is 1 + 1?", Session = run.Session }, CancellationToken.None);
        (next.Node, next.RunId).ShouldBe((other, $"{run.Session}.2"));
    }

    [Fact]
    public async Task A_slot_goes_to_no_node_that_may_not_run_its_agent_or_is_not_there()
    {
        var session = (await nodes.One.AskAsync("math")).Session;

        var (code, transcript) = await HanzoProcess.RunAsync("migrate", session, "one", "--node", nodes.One.Url);
        code.ShouldBe(1, transcript);
        transcript.ShouldContain("node 'one' may not run 'math': it does not offer 'math'");
        (code, transcript) = await HanzoProcess.RunAsync("migrate", session, "too", "--json", "--node", nodes.One.Url);
        code.ShouldBe(1, transcript);
        transcript.ShouldContain("\"code\":\"unknown_node\",\"message\":\"node ");
    }

    [Fact]
    public async Task Of_several_nodes_none_is_drained_that_is_not_named()
    {
        var (code, transcript) = await HanzoProcess.RunAsync("drain", "--data", nodes.Data.FullName);

        code.ShouldBe(2, transcript);
        transcript.ShouldContain("several nodes run here (one, two); say which with --node.");
        (await nodes.One.Client.GetNetworkAsync(CancellationToken.None)).PeerCount.ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"agents":[{"name":"poet","requires":{"memory_mb":-5}}]}""", "requires.memory_mb: must be a whole number from 0")]
    [InlineData("""{"agents":[]}""", "agents is empty")]
    [InlineData("""{"agents":[{"nam":"poet"}]}""", "agents[0].nam: is unknown; allowed: name")]
    public async Task A_file_that_is_wrong_is_bad_usage_and_deploys_nothing(string agents, string problem)
    {
        var (code, transcript) = await HanzoProcess.RunAsync("deploy", await nodes.Data.FileAsync(agents), "--node", nodes.One.Url);

        code.ShouldBe(2, transcript);
        transcript.ShouldContain(problem);
        (await nodes.One.Client.GetAgentsAsync(CancellationToken.None)).Agents.ShouldNotContain(agent => agent.Name == "poet");
    }
}
