using Hanzo.Network.Agents;

namespace Hanzo.Network.Guardrails;

/// <summary>A check of what goes to an agent's model or comes from it; agents name those they go by.</summary>
/// <remarks>One that fails, or takes longer than <see cref="GuardrailCatalog.Timeout"/>, blocks: nothing passes unchecked.</remarks>
public interface IGuardrail
{
    /// <summary>Unique on a node.</summary>
    string Name { get; }

    ValueTask<GuardrailVerdict> CheckAsync(GuardedText text, CancellationToken cancellation);
}

/// <summary>What is checked.</summary>
public enum GuardrailStage
{
    /// <summary>What a run was asked, before a model is told of it.</summary>
    Input,

    /// <summary>What a model has said, before anybody is told of it.</summary>
    Output,
}

public sealed record GuardedText(AgentName Agent, GuardrailStage Stage, string Text);

public sealed record GuardrailVerdict
{
    public static readonly GuardrailVerdict Pass = new();

    /// <summary>Null: the text passes, or goes on as <see cref="Text"/>.</summary>
    public string? BlockReason { get; private init; }

    /// <summary>What stands in the text's place from now on; null: the text itself.</summary>
    public string? Text { get; private init; }

    /// <summary>Of a text that was written anew; for people.</summary>
    public string Reason { get; private init; } = "";

    /// <summary>The run ends with this reason.</summary>
    public static GuardrailVerdict Block(string reason) => new() { BlockReason = reason };

    public static GuardrailVerdict Rewrite(string text, string reason = "") => new() { Text = text, Reason = reason };
}
