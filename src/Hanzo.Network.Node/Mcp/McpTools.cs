using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hanzo.Network.Node.Api.Bodies;
using ModelContextProtocol.Protocol;

namespace Hanzo.Network.Node.Mcp;

/// <summary>The tools that <c>hanzo mcp</c> offers: one for each agent, and some about the network. Pure.</summary>
internal static class McpTools
{
    public const string Status = "network_status";
    public const string List = "list_agents";
    public const string Result = "run_result";

    /// <summary>Agents of these names have it before theirs.</summary>
    private const string AgentPrefix = "agent_";

    private static readonly ImmutableArray<string> Own = [Status, List, Result];

    private static readonly JsonElement Nothing = Schema([], []);
    private static readonly JsonElement Ask = Schema(
        [
            ("message", "What the agent is asked."),
            ("session", "Goes on with this session, as an earlier answer named it; else a new one begins."),
        ],
        ["message"]);

    private static readonly JsonElement OfRun = Schema([("run", "The run's id.")], ["run"]);

    public static IList<Tool> For(AgentsBody agents) =>
    [
        About(Status, "The nodes of the network, their devices, load and models.", Nothing),
        About(List, "The agents of the network, what they do and where they may run.", Nothing),
        About(Result, "How a run is that did not end at once: its status, answer, and what it waits for.", OfRun),
        .. agents.Agents.Select(agent => new Tool
        {
            Name = NameOf(agent.Name), Description = DescriptionOf(agent), InputSchema = Ask,
            Annotations = new ToolAnnotations { Title = agent.Name, ReadOnlyHint = false, IdempotentHint = false, OpenWorldHint = true },
        }),
    ];

    /// <returns>The agent that a tool stands for; null: none has such a tool.</returns>
    public static string? AgentOf(string tool, AgentsBody agents) =>
        agents.Agents.FirstOrDefault(agent => NameOf(agent.Name) == tool)?.Name;

    public static string NameOf(string agent) => Own.Contains(agent) ? AgentPrefix + agent : agent;

    private static string DescriptionOf(AgentBody agent)
    {
        var does = agent.Description.Length > 0 ? agent.Description : "An agent of the network.";
        return agent.Tools.IsEmpty ? does : $"{does} It has the tools {string.Join(", ", agent.Tools)}.";
    }

    private static Tool About(string name, string description, JsonElement schema) => new()
    {
        Name = name, Description = description, InputSchema = schema,
        Annotations = new ToolAnnotations { ReadOnlyHint = true, IdempotentHint = true, OpenWorldHint = false },
    };

    private static JsonElement Schema((string Name, string Description)[] texts, string[] required)
    {
        var properties = new JsonObject();
        foreach (var (name, description) in texts)
            properties[name] = new JsonObject { ["type"] = "string", ["description"] = description };
        var schema = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = new JsonArray([.. required.Select(name => (JsonNode)name)]),
            ["additionalProperties"] = false,
        };
        return JsonDocument.Parse(schema.ToJsonString()).RootElement;
    }
}
