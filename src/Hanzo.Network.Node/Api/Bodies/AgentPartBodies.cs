using System.Collections.Immutable;
using System.Text.Json;
using Hanzo.Network.Agents;
using Hanzo.Network.Guardrails;
using Hanzo.Network.Memory;
using Hanzo.Network.Tools;

namespace Hanzo.Network.Node.Api.Bodies;

/// <summary>How an agent uses a tool, where its definition says more than the name.</summary>
/// <param name="Approval"><c>never</c>, <c>always</c> or <c>when</c>; null: as the tool says.</param>
/// <param name="Effect"><c>idempotent</c>, <c>reconcilable</c> or <c>ask_before_retry</c>; null: as the tool says.</param>
internal sealed record ToolRuleBody(string Name, string? Approval, string? Effect, UnansweredBody? Unanswered)
{
    /// <summary>Null: the name is all that is said.</summary>
    public static ToolRuleBody? From(ToolReference tool) => tool is { Approval: null, Effect: null, Unanswered: null }
        ? null
        : new ToolRuleBody(
            tool.Name,
            tool.Approval is { } approval ? ApiNames.Of(approval) : null,
            tool.Effect is { } effect ? ApiNames.Of(effect) : null,
            tool.Unanswered is { } unanswered
                ? new UnansweredBody(unanswered.After.TotalSeconds, unanswered.Approve ? "approve" : "reject", unanswered.Answer)
                : null);
}

/// <param name="Then"><c>approve</c> or <c>reject</c>.</param>
internal sealed record UnansweredBody(double AfterSeconds, string Then, string? Answer);

/// <summary>Another agent that an agent may call.</summary>
/// <param name="Mode"><c>ask</c> or <c>hand_off</c>.</param>
internal sealed record AgentLinkBody(string Name, string Mode, string? Description)
{
    public static AgentLinkBody From(AgentLink link) => new(link.Name.Value, ApiNames.Of(link.Mode), link.Description);
}

/// <summary>What an agent remembers, as <see cref="AgentMemory"/>.</summary>
/// <param name="Scope"><c>user</c>, <c>session</c>, <c>agent</c> or <c>network</c>.</param>
internal sealed record AgentMemoryBody(
    string Scope, int Max, int Recall, int RecallTokens, double Relevance, double HalfLifeHours, bool Reflect)
{
    public static AgentMemoryBody From(AgentMemory memory) => new(
        ApiNames.Of(memory.Scope),
        memory.MaxMemories,
        memory.Recall,
        memory.RecallTokens,
        memory.Relevance,
        memory.HalfLifeHours,
        memory.Reflect);
}

/// <param name="On"><c>input</c>, <c>output</c> or <c>both</c>.</param>
internal sealed record GuardrailBody(string On, string? Name, string? Pattern, string? With, string? Reason)
{
    public static GuardrailBody From(GuardrailRule rule) => new(ApiNames.Of(rule.On), rule.Name, rule.Pattern, rule.With, rule.Reason);
}

/// <summary>US dollars a million tokens.</summary>
internal sealed record PriceBody(decimal Input, decimal Output);

/// <param name="Schema">Null: any JSON object.</param>
internal sealed record ResponseFormatBody(string? Name, string? Description, JsonElement? Schema)
{
    public static ResponseFormatBody From(ResponseFormat format) => new(format.Name, format.Description, SchemaOf(format));

    private static JsonElement? SchemaOf(ResponseFormat format)
    {
        if (format.Schema is null) return null;
        using var document = JsonDocument.Parse(format.Schema);
        return document.RootElement.Clone();
    }
}
