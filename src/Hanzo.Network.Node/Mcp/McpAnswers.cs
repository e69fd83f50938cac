using System.Text.Json;
using Hanzo.Network.Node.Api;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Node.Output;
using ModelContextProtocol.Protocol;

namespace Hanzo.Network.Node.Mcp;

/// <summary>What tools answer. Pure.</summary>
internal static class McpAnswers
{
    /// <summary>Of a run that waits for a person.</summary>
    public const string Waiting = "waiting";

    public const string Running = "running";
    private const string Completed = "completed";
    private const string Later = $"Its answer will be in {McpTools.Result}.";

    /// <summary>The answer, and what the next question needs to go on with it.</summary>
    public static CallToolResult Of(RunBody run) => run.Status switch
    {
        Completed => Say(false, run.Output, About(run)),
        Waiting => Waits(run, run.Approvals.Select(asked => QuestionHint.Of(run, asked))),
        Running => Say(false, $"It is still at work. {Later}", About(run)),
        _ => Say(true, $"The run {run.Status}: {run.Error}", About(run)),
    };

    /// <param name="questions">Each with how it is answered; none: they are not known.</param>
    public static CallToolResult Waits(RunBody run, params IEnumerable<string> questions) =>
        Say(false, $"It waits for a person{string.Concat(questions.Select(question => $": {question}"))}. {Later}", About(run));

    public static CallToolResult Of(NetworkBody network) => Json(JsonSerializer.SerializeToElement(network, ApiJson.Default.NetworkBody));

    public static CallToolResult Of(AgentsBody agents) => Json(JsonSerializer.SerializeToElement(agents, ApiJson.Default.AgentsBody));

    public static CallToolResult Error(string message) => Say(true, message);

    /// <summary>Nobody can say what has become of a run.</summary>
    public static CallToolResult Lost(string runId, string why) => Say(true, $"{why} Run {runId} may go on. {Later}");

    private static string About(RunBody run) => $"(session {run.Session}, run {run.RunId}, on node {run.Node})";

    private static CallToolResult Json(JsonElement value) => new()
    {
        Content = [new TextContentBlock { Text = value.GetRawText() }], StructuredContent = value,
    };

    private static CallToolResult Say(bool isError, params string[] texts) => new()
    {
        Content = [.. texts.Select(text => new TextContentBlock { Text = text })], IsError = isError,
    };
}
