using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Text;

/// <summary>A tool that suits a prompt, with the arguments found in it.</summary>
/// <param name="Score">Above 0; higher suits better.</param>
/// <param name="Reason">For people.</param>
internal sealed record ToolChoice(AIFunctionDeclaration Tool, Dictionary<string, object?> Arguments, double Score, string Reason)
{
    private const double NameWeight = 2;
    private const double ExpressionWeight = 3;

    /// <summary>The best-suited tool, the first of equals; null when none suits. A tool alone suits when its arguments are there.</summary>
    public static ToolChoice? Best(string prompt, IReadOnlyList<AIFunctionDeclaration> tools)
    {
        var choices = tools.Select(tool => Rate(prompt, tool)).OfType<ToolChoice>().ToList();
        var best = choices.Where(choice => choice.Score > 0).MaxBy(choice => choice.Score);
        return best ?? (tools.Count == 1 ? choices.FirstOrDefault() : null);
    }

    /// <summary>Null when an argument that the tool needs is not in the prompt.</summary>
    public static ToolChoice? Rate(string prompt, AIFunctionDeclaration tool)
    {
        if (PromptArguments.Fill(prompt, tool.JsonSchema) is not { } arguments) return null;
        var asked = Words.Stems(prompt).ToHashSet(StringComparer.Ordinal);
        var shared = Shared(asked, tool.Name);
        var described = Shared(asked, tool.Description).Except(shared, StringComparer.Ordinal).ToList();
        var calculates = TakesExpression(tool.JsonSchema) && ExpressionFinder.IsCalculation(prompt);
        var score = (shared.Count * NameWeight) + described.Count + (calculates ? ExpressionWeight : 0);
        var reason = calculates ? $"the prompt has arithmetic, which '{tool.Name}' takes" : $"the prompt fits '{tool.Name}'";
        return new ToolChoice(tool, arguments, score, reason);
    }

    private static bool TakesExpression(JsonElement schema) =>
        schema.TryGetProperty("properties", out var properties) && properties.TryGetProperty(PromptArguments.Expression, out _);

    private static List<string> Shared(HashSet<string> asked, string text) =>
        [.. Words.Stems(text.Replace('_', ' ')).Distinct(StringComparer.Ordinal).Where(asked.Contains)];
}
