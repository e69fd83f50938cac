using System.Globalization;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Text;

namespace Hanzo.Network.Node.Output;

/// <summary>Definitions of agents as people read them.</summary>
internal static class AgentWords
{
    /// <summary><c>calculate, pay (asks a person)</c></summary>
    public static string Tools(AgentBody agent) => string.Join(", ", agent.Tools.Select(tool => Tool(agent, tool)));

    /// <summary>
    /// <c>asks math; remembers each user; answers in JSON; 2 guardrails; at most 10 turns, 5000 tokens</c>; empty: nothing but its
    /// tools.
    /// </summary>
    public static string Besides(AgentBody agent)
    {
        string?[] parts =
        [
            .. agent.Agents.Select(link => link.Mode == "ask" ? $"asks {link.Name}" : $"hands over to {link.Name}"),
            agent.Memory is { } memory ? $"remembers {Remembered(memory.Scope)}" : null,
            agent.ResponseFormat is null ? null : "answers in JSON",
            agent.Guardrails.IsEmpty ? null : Counted.Of(agent.Guardrails.Length, "guardrail"),
            agent.Limits is { } limits ? Limits(limits) : null,
        ];
        return string.Join("; ", parts.OfType<string>());
    }

    private static string Tool(AgentBody agent, string tool)
    {
        var rule = agent.ToolRules.FirstOrDefault(rule => rule.Name == tool);
        return rule?.Approval switch
        {
            "always" => $"{tool} (asks a person)",
            "when" => $"{tool} (may ask a person)",
            _ => tool,
        };
    }

    private static string Remembered(string scope) => scope switch
    {
        "user" => "each user",
        "session" => "each session",
        "agent" => "all it is told",
        _ => "what the network's agents share",
    };

    private static string? Limits(LimitsBody limits)
    {
        string?[] parts =
        [
            Count(limits.Iterations, "turn"),
            Count(limits.ModelCalls, "model call"),
            Count(limits.ToolCalls, "tool call"),
            Count(limits.Tokens, "token"),
            limits.Usd is { } usd ? string.Create(CultureInfo.InvariantCulture, $"{usd:0.##} USD") : null,
        ];
        var told = string.Join(", ", parts.OfType<string>());
        return told.Length == 0 ? null : $"at most {told}";
    }

    private static string? Count(long? most, string what) => most is { } count ? Counted.Of(count, what) : null;
}
