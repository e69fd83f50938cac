using System.Collections.Immutable;
using System.Text.Json;
using Hanzo.Network.Files;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Agents;

/// <summary>The agents that an agent may call.</summary>
internal static class AgentLinks
{
    public const int Most = 32;

    /// <summary>The argument of every such call.</summary>
    public const string Input = "input";

    internal static readonly string[] Fields = ["name", "mode", "description"];

    internal static readonly (string Name, AgentLinkMode Value)[] Modes = [("ask", AgentLinkMode.Ask), ("hand_off", AgentLinkMode.HandOff)];

    public static readonly JsonElement Schema = JsonDocument.Parse(
        """
        {
          "type": "object",
          "properties": { "input": { "type": "string", "description": "What is wanted, with all that must be known for it." } },
          "required": ["input"]
        }
        """).RootElement.Clone();

    /// <summary>Null: the function is no agent's.</summary>
    public static AgentLink? Find(Agent agent, string function)
    {
        if (agent.Agents.IsDefault) return null;
        foreach (var link in agent.Agents)
            if (link.Function == function) return link;
        return null;
    }

    /// <summary>As a model is told of them.</summary>
    public static IEnumerable<AIFunctionDeclaration> Functions(Agent agent) =>
        agent.Agents.IsDefault ? [] : agent.Agents.Select(link => AIFunctionFactory.CreateDeclaration(link.Function, Text(link), Schema));

    /// <returns>The error for the user, or null.</returns>
    public static string? Check(Agent agent)
    {
        if (agent.Agents.IsDefault) return null;
        if (agent.Agents.Length > Most) return $"agents has {agent.Agents.Length} items; at most {Most} are allowed.";
        var functions = agent.Tools.Select(tool => tool.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var link in agent.Agents)
        {
            if (link.Name == agent.Name) return $"agents names '{link.Name}' itself.";
            if (!functions.Add(link.Function)) return $"agents: '{link.Function}' is there twice.";
            if (link.Function.Length > AgentLink.MaxFunction)
                return $"agents: '{link.Function}' has {link.Function.Length} characters; at most {AgentLink.MaxFunction} are allowed.";
            if (link.Description?.Length > AgentsFile.MaxDescription)
                return $"agents: the description of '{link.Name}' may have {AgentsFile.MaxDescription} characters.";
        }

        return null;
    }

    public static ImmutableArray<AgentLink> Read(LocatedJson agents) => [.. agents.RequireArray(Most).Select(ReadLink)];

    private static AgentLink ReadLink(LocatedJson item)
    {
        if (item.Kind == JsonValueKind.String) return new AgentLink(AgentsFile.ReadName(item));
        item.RequireObject(Fields);
        return new AgentLink(AgentsFile.ReadName(item.Require("name")))
        {
            Mode = item.Member("mode")?.Choice(Modes) ?? AgentLinkMode.Ask,
            Description = item.Member("description")?.RequireText(AgentsFile.MaxDescription),
        };
    }

    private static string Text(AgentLink link)
    {
        var what = link.Mode == AgentLinkMode.HandOff
            ? $"Hands the conversation over to the agent '{link.Name}', which answers in your place."
            : $"Asks the agent '{link.Name}' and returns its answer.";
        return string.IsNullOrWhiteSpace(link.Description) ? what : $"{what} It: {link.Description}";
    }
}
