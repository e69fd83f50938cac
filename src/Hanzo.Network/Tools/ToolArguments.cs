using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Tools;

/// <summary>A model's arguments, checked against the tool's schema.</summary>
/// <param name="Error">For the model: which argument is wrong and what is allowed; null when all fit.</param>
public sealed record ToolArguments(AIFunctionArguments Values, string? Error)
{
    public static ToolArguments Parse(string json, JsonElement schema)
    {
        JsonElement root;
        try
        {
            using var document = JsonDocument.Parse(json.Length == 0 ? "{}" : json);
            root = document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            return new ToolArguments([], $"the arguments are not JSON: {e.Message}");
        }

        if (root.ValueKind != JsonValueKind.Object) return new ToolArguments([], "the arguments must be a JSON object.");
        try
        {
            return Checked(root, schema);
        }
        catch (InvalidOperationException e)
        {
            return new ToolArguments([], $"the arguments cannot be read: {e.Message}");
        }
    }

    /// <exception cref="InvalidOperationException">A text is no valid Unicode, or the schema is none.</exception>
    private static ToolArguments Checked(JsonElement root, JsonElement schema)
    {
        if (JsonSchemaCheck.FirstViolation(root, schema, "") is { } violation) return new ToolArguments([], violation);
        var values = new AIFunctionArguments();
        foreach (var property in root.EnumerateObject()) values[property.Name] = property.Value;
        return new ToolArguments(values, null);
    }
}
