using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Hanzo.Network.Conversations;

namespace Hanzo.Network.Guardrails;

/// <summary>One guardrail of an agent: a pattern, or the name of one that its nodes have.</summary>
public sealed record GuardrailRule
{
    public const int MaxPattern = 1000;
    public const int MaxText = 2000;

    /// <summary>A regular expression without backtracking, so that no text makes it slow.</summary>
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    /// <summary>Null: both.</summary>
    public GuardrailStage? On { get; init; }

    /// <summary>Of an <see cref="IGuardrail"/>; null: <see cref="Pattern"/> counts.</summary>
    public string? Name { get; init; }

    /// <summary>A text that it matches is blocked, or has what matches replaced.</summary>
    public string? Pattern { get; init; }

    /// <summary>What takes the place of each match; null: a match blocks.</summary>
    public string? With { get; init; }

    /// <summary>What people are told of it; null: its name or pattern.</summary>
    public string? Reason { get; init; }

    /// <summary>For people and events.</summary>
    [JsonIgnore]
    public string Title => Name ?? $"/{Pattern}/";

    /// <summary>Bytes of its texts as JSON.</summary>
    internal int Bytes => new[] { Name, Pattern, With, Reason }.Sum(text => text is null ? 0 : ConversationLimits.JsonBytes(text));

    public bool AppliesTo(GuardrailStage stage) => On is null || On == stage;

    /// <returns>The error for the user, or null.</returns>
    public string? Check()
    {
        if (Name is null == Pattern is null) return "must have either a name or a pattern.";
        if (Pattern is null) return With is null ? null : $"'{Name}' says itself what becomes of a text; 'with' is for patterns.";
        if (Pattern.Length is 0 or > MaxPattern) return $"pattern has {Pattern.Length} characters; it must have 1 to {MaxPattern}.";
        if (With?.Length > MaxText || Reason?.Length > MaxText) return $"with and reason may have {MaxText} characters each.";
        try
        {
            _ = new Regex(Pattern, Options);
            return null;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return $"pattern '{Pattern}' cannot be used: {e.Message}";
        }
    }

    /// <summary>Of a rule with a pattern.</summary>
    internal GuardrailVerdict Match(string text)
    {
        if (!Regex.IsMatch(text, Pattern!, Options)) return GuardrailVerdict.Pass;
        return With is null
            ? GuardrailVerdict.Block(Reason ?? "it matches.")
            : GuardrailVerdict.Rewrite(Regex.Replace(text, Pattern!, _ => With, Options), Reason ?? "");
    }
}
