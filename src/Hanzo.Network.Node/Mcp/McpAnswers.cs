using System.Text.Json;
using Hanzo.Network.Node.Api;
using Hanzo.Network.Node.Api.Bodies;
using ModelContextProtocol.Protocol;

namespace Hanzo.Network.Node.Mcp;

/// <summary>What tools answer. Pure.</summary>
internal static class McpAnswers
{
    private const string Completed = "completed";
    private const string Waiting = "waiting";

    /// <summary>The answer, and what the next question needs to go on with it.</summary>
    public static CallToolResult Of(RunBody run)
    {
        var about = $"(session {run.Session}, run {run.RunId}, on node {run.Node})";
        return run.Status switch
        {
            Completed => Say(false, run.Output, about),
            Waiting => Say(false, $"{WaitsFor(run)} Its answer will be in {McpTools.Result}.", about),
            "running" => Say(false, $"It is still at work. Its answer will be in {McpTools.Result}.", about),
            _ => Say(true, $"The run {run.Status}: {run.Error}", about),
        };
    }

    public static CallToolResult Of(NetworkBody network) => Json(JsonSerializer.SerializeToElement(network, ApiJson.Default.NetworkBody));

    public static CallToolResult Of(AgentsBody agents) => Json(JsonSerializer.SerializeToElement(agents, ApiJson.Default.AgentsBody));

    public static CallToolResult Error(string message) => Say(true, message);

    private static string WaitsFor(RunBody run) => run.Approvals is [var asked, ..]
        ? $"It waits for a person: {asked.Question} ({(asked.Wants == "words" ? "hanzo answer" : "hanzo approve|reject")} {run.RunId})."
        : "It waits for a person.";

    private static CallToolResult Json(JsonElement value) => new()
    {
        Content = [new TextContentBlock { Text = value.GetRawText() }], StructuredContent = value,
    };

    private static CallToolResult Say(bool isError, params string[] texts) => new()
    {
        Content = [.. texts.Select(text => new TextContentBlock { Text = text })], IsError = isError,
    };
}
