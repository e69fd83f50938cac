using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hanzo.Network.Tools.Composite;

/// <summary>The parameters of a tool, as far as a step has to know them.</summary>
internal static class StepSchema
{
    private const string Properties = "properties";
    private const string Required = "required";

    /// <summary>The argument that the output of the step before goes into.</summary>
    /// <returns>Null: the schema does not tell which.</returns>
    public static string? Target(CompositeStep step, JsonElement schema)
    {
        if (step.Into is not null) return step.Into;
        var required = Names(schema, Required).Where(name => !step.With.ContainsKey(name)).ToList();
        if (required.Count == 1) return required[0];
        var all = Names(schema, Properties).Where(name => !step.With.ContainsKey(name)).ToList();
        return required.Count == 0 && all.Count == 1 ? all[0] : null;
    }

    /// <summary>A text as the value of this argument.</summary>
    /// <exception cref="JsonException">It is to be something else than a text, and is no JSON.</exception>
    public static JsonNode? ValueOf(string text, string argument, JsonElement schema) =>
        TakesText(argument, schema) ? JsonValue.Create(text) : JsonNode.Parse(text);

    /// <summary>The schema for those who may not give the arguments that are fixed.</summary>
    public static JsonElement Without(JsonElement schema, IEnumerable<string> fixedOnes)
    {
        if (JsonNode.Parse(schema.GetRawText()) is not JsonObject root) return schema;
        foreach (var name in fixedOnes)
        {
            (root[Properties] as JsonObject)?.Remove(name);
            if (root[Required] is JsonArray required)
                root[Required] = new JsonArray([.. required.Where(one => (string?)one != name).Select(one => one?.DeepClone())]);
        }

        return JsonSerializer.SerializeToElement(root);
    }

    private static bool TakesText(string argument, JsonElement schema)
    {
        if (TryGet(schema, Properties, out var all) && TryGet(all, argument, out var one)
            && TryGet(one, "type", out var type))
            return type.ValueKind == JsonValueKind.Array
                ? type.EnumerateArray().Any(allowed => allowed.ValueEquals("string"))
                : type.ValueEquals("string");
        return true;
    }

    private static ImmutableArray<string> Names(JsonElement schema, string part)
    {
        if (!TryGet(schema, part, out var found)) return [];
        return found.ValueKind == JsonValueKind.Array
            ? [.. found.EnumerateArray().Select(name => name.GetString()!)]
            : [.. found.EnumerateObject().Select(property => property.Name)];
    }

    private static bool TryGet(JsonElement from, string name, out JsonElement value)
    {
        value = default;
        return from.ValueKind == JsonValueKind.Object && from.TryGetProperty(name, out value);
    }
}
