using Hanzo.Network.Node.Tests.Processes;

namespace Hanzo.Network.Node.Tests.Mcp;

public sealed class McpProcessTests
{
    [Fact]
    public async Task It_ends_with_its_input_and_says_nothing_by_itself()
    {
        await using var network = new TestNetwork();
        var node = await network.StartAsync("one", "--agents", "echo");
        await using var mcp = HanzoProcess.Start("mcp", "--node", node.Url);

        mcp.EndInput();

        (await mcp.ExitAsync()).ShouldBe(0);
        mcp.Transcript.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_a_node_it_says_so_on_standard_error()
    {
        await using var network = new TestNetwork();
        var (code, transcript) = await HanzoProcess.RunAsync("mcp", "--data", network.Data.FullName);

        code.ShouldBe(1);
        transcript.ShouldStartWith("! ");
        transcript.ShouldContain("no node runs on this machine");
    }
}
