using Hanzo.Network.Agents;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Node.Mcp;
using Hanzo.Network.Tools;
using ModelContextProtocol.Protocol;

namespace Hanzo.Network.Node.Tests.Mcp;

public sealed class McpToolsTests
{
    private static readonly AgentsBody Agents = new(
    [
        AgentBody.From(new AgentListing(
            new Agent { Name = AgentName.Parse("math"), Description = "Calculates.", Tools = [new ToolReference("calculate")] }, ["one"])),
        AgentBody.From(new AgentListing(new Agent { Name = AgentName.Parse("list_agents") }, ["one"])),
    ]);

    private static readonly RunBody Run = new("r.1", "math.1.X", "math", "two", "completed", "42", null, "it fits");

    [Fact]
    public void Each_agent_is_a_tool_beside_those_about_the_network()
    {
        var tools = McpTools.For(Agents);

        tools.Select(tool => tool.Name).ShouldBe(["network_status", "list_agents", "run_result", "math", "agent_list_agents"]);
        tools[3].Description.ShouldBe("Calculates. It has the tools calculate.");
        tools[3].InputSchema.GetProperty("required").EnumerateArray().Select(name => name.GetString()).ShouldBe(["message"]);
        tools[3].Annotations!.ReadOnlyHint.ShouldBe(false);
        tools[0].Annotations!.ReadOnlyHint.ShouldBe(true);
        McpTools.AgentOf("agent_list_agents", Agents).ShouldBe("list_agents");
        McpTools.AgentOf("list_agents", Agents).ShouldBeNull();
    }

    [Theory]
    [InlineData("completed", false, "42")]
    [InlineData("failed", true, "The run failed: gone")]
    [InlineData("cancelled", true, "The run cancelled: gone")]
    [InlineData("running", false, "It is still at work. Its answer will be in run_result.")]
    public void A_run_is_told_with_what_the_next_question_needs(string status, bool isError, string text)
    {
        var result = McpAnswers.Of(Run with { Status = status, Error = "gone" });

        result.IsError.ShouldBe(isError);
        Texts(result).ShouldBe([text, "(session math.1.X, run r.1, on node two)"]);
    }

    [Fact]
    public void What_waits_for_a_person_says_how_to_answer()
    {
        var asked = new ApprovalBody("2", "delete", "{}", "Delete it?", DateTimeOffset.UnixEpoch);
        var result = McpAnswers.Of(Run with { Status = "waiting", Approvals = [asked] });

        Texts(result)[0].ShouldBe("It waits for a person: Delete it? (hanzo approve|reject r.1 2). Its answer will be in run_result.");
    }

    private static List<string> Texts(CallToolResult result) => [.. result.Content.OfType<TextContentBlock>().Select(block => block.Text)];
}
