namespace Hanzo.Network.Guardrails;

/// <summary>A guardrail that did something.</summary>
/// <param name="Guardrail">Its name or pattern.</param>
/// <param name="Text">What stands in the text's place; null: the text was blocked.</param>
public sealed record GuardrailTrip(GuardrailStage Stage, string Guardrail, string Reason, string? Text)
{
    public bool Blocks => Text is null;
}
