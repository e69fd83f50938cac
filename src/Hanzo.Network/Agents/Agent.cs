using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Hanzo.Network.Conversations;
using Hanzo.Network.Guardrails;
using Hanzo.Network.Memory;
using Hanzo.Network.Tools;

namespace Hanzo.Network.Agents;

/// <summary>The definition of an agent: what it is told, what it may use, and what it needs from a node.</summary>
public sealed record Agent
{
    public const int DefaultHistoryTokens = 32_000;
    public const int LeastHistoryTokens = 500;
    public const int MostHistoryTokens = 2_000_000;

    public required AgentName Name { get; init; }
    public string Description { get; init => field = value ?? ""; } = "";
    public string Instructions { get; init => field = value ?? ""; } = "";
    public ImmutableArray<ToolReference> Tools { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>The model to ask; null means the node's default.</summary>
    public string? Model { get; init; }

    public AgentRequirements Requires { get; init => field = value ?? AgentRequirements.None; } = AgentRequirements.None;
    public Workload Workload { get; init; } = Workload.Light;
    public int Slots { get; init; } = SlotId.DefaultCount;

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public PartitionMode Partition { get; init; } = PartitionMode.Pause;

    /// <summary>
    /// Tokens of a conversation that the model is told word for word; of what is beyond it, a summary. Null:
    /// <see cref="DefaultHistoryTokens"/>.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? HistoryTokens { get; init; }

    /// <summary>Of each of its runs; null: none but the usual number of iterations.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RunLimits? Limits { get; init; }

    /// <summary>Null: not known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ModelPrice? Price { get; init; }

    /// <summary>Checks of what it is asked and what it says, in this order.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ImmutableArray<GuardrailRule> Guardrails { get; init => field = value.IsDefaultOrEmpty ? default : value; }

    /// <summary>Other agents that it may ask, or hand a conversation to.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ImmutableArray<AgentLink> Agents { get; init => field = value.IsDefaultOrEmpty ? default : value; }

    /// <summary>What it remembers of its runs for later ones; null: nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AgentMemory? Memory { get; init; }

    /// <summary>The form of its answers; null: text.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ResponseFormat? ResponseFormat { get; init; }

    /// <summary>What people ask it, such as <c>Is 97 a prime number?</c>; routers compare prompts with them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ImmutableArray<string> Examples { get; init => field = value.IsDefaultOrEmpty ? default : value; }

    /// <summary>Null for an agent that its node offers by itself, from a file or from code: that pins it there.</summary>
    public AgentDeployment? Deployment { get; init; }

    /// <summary>The same, whose links say what is known of those they name.</summary>
    public Agent Described(Func<AgentName, string?> describe) => Agents.IsDefault ? this : this with
    {
        Agents = [.. Agents.Select(link => link.Description is null ? link with { Description = describe(link.Name) } : link)],
    };

    /// <summary>Bytes of its texts as JSON, which every node keeps.</summary>
    internal int TextBytes => ConversationLimits.JsonBytes(Description) + ConversationLimits.JsonBytes(Instructions)
        + Tools.Sum(tool => ConversationLimits.JsonBytes(tool.Unanswered?.Answer ?? ""))
        + (ResponseFormat?.Bytes ?? 0)
        + (Guardrails.IsDefault ? 0 : Guardrails.Sum(rule => rule.Bytes))
        + (Examples.IsDefault ? 0 : Examples.Sum(ConversationLimits.JsonBytes))
        + (Agents.IsDefault ? 0 : Agents.Sum(link => ConversationLimits.JsonBytes(link.Description ?? "")));

    /// <summary>Why one of its guardrails is none; null: all are.</summary>
    internal string? WrongGuardrail =>
        Guardrails.IsDefault ? null : Guardrails.Select(rule => rule.Check()).FirstOrDefault(why => why is not null);

    internal IEnumerable<GuardrailRule> GuardrailsAt(GuardrailStage stage) =>
        Guardrails.IsDefault ? [] : Guardrails.Where(rule => rule.AppliesTo(stage));
}
