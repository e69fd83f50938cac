using System.Globalization;
using System.Text.Json;

namespace Hanzo.Network.Tools;

/// <summary>
/// The part of JSON Schema that tool parameters use: type, required, properties, additionalProperties false, items, enum,
/// minimum, maximum, minLength, maxLength. Other keywords are left to the tool.
/// </summary>
internal static class JsonSchemaCheck
{
    public static string? FirstViolation(JsonElement value, JsonElement schema, string path)
    {
        if (schema.ValueKind != JsonValueKind.Object) return null;
        return CheckType(value, schema, path) ?? CheckEnum(value, schema, path) ?? value.ValueKind switch
        {
            JsonValueKind.Object => CheckObject(value, schema, path),
            JsonValueKind.Array => CheckItems(value, schema, path),
            JsonValueKind.Number => CheckRange(value.GetDouble(), schema, "minimum", "maximum", path, ""),
            JsonValueKind.String => CheckRange(value.GetString()!.Length, schema, "minLength", "maxLength", path, " characters"),
            _ => null,
        };
    }

    private static string? CheckObject(JsonElement value, JsonElement schema, string path)
    {
        var properties = schema.TryGetProperty("properties", out var declared) ? declared : default;
        if (schema.TryGetProperty("required", out var required))
            foreach (var name in required.EnumerateArray())
                if (!value.TryGetProperty(name.GetString()!, out _))
                    return $"argument '{Join(path, name.GetString()!)}' is missing{Expected(properties, name.GetString()!)}.";

        var closed = schema.TryGetProperty("additionalProperties", out var additional) && additional.ValueKind == JsonValueKind.False;
        foreach (var property in value.EnumerateObject())
        {
            if (properties.ValueKind == JsonValueKind.Object && properties.TryGetProperty(property.Name, out var known))
            {
                if (FirstViolation(property.Value, known, Join(path, property.Name)) is { } violation) return violation;
            }
            else if (closed) return $"argument '{Join(path, property.Name)}' is unknown; known are {Names(properties)}.";
        }

        return null;
    }

    private static string? CheckItems(JsonElement value, JsonElement schema, string path)
    {
        if (!schema.TryGetProperty("items", out var items)) return null;
        var index = 0;
        foreach (var item in value.EnumerateArray())
            if (FirstViolation(item, items, string.Create(CultureInfo.InvariantCulture, $"{path}[{index++}]")) is { } violation)
                return violation;
        return null;
    }

    private static string? CheckType(JsonElement value, JsonElement schema, string path)
    {
        if (!schema.TryGetProperty("type", out var type)) return null;
        var fits = type.ValueKind == JsonValueKind.Array
            ? type.EnumerateArray().Any(one => IsOfType(value, one.GetString()))
            : IsOfType(value, type.GetString());
        return fits ? null : $"argument '{path}' must be {TypeText(type)}, not {Describe(value)}.";
    }

    private static string? CheckEnum(JsonElement value, JsonElement schema, string path)
    {
        if (!schema.TryGetProperty("enum", out var allowed) || allowed.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value)))
            return null;
        var choices = string.Join(", ", allowed.EnumerateArray().Select(one => one.GetRawText()));
        return $"argument '{path}' must be one of {choices}, not {Describe(value)}.";
    }

    private static string? CheckRange(double value, JsonElement schema, string minimum, string maximum, string path, string unit)
    {
        if (schema.TryGetProperty(minimum, out var low) && value < low.GetDouble())
            return string.Create(CultureInfo.InvariantCulture, $"argument '{path}' must be at least {low.GetDouble()}{unit}, not {value}.");
        if (schema.TryGetProperty(maximum, out var high) && value > high.GetDouble())
            return string.Create(CultureInfo.InvariantCulture, $"argument '{path}' must be at most {high.GetDouble()}{unit}, not {value}.");
        return null;
    }

    private static bool IsOfType(JsonElement value, string? type) => type switch
    {
        "string" => value.ValueKind == JsonValueKind.String,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && double.IsInteger(value.GetDouble()),
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "array" => value.ValueKind == JsonValueKind.Array,
        "object" => value.ValueKind == JsonValueKind.Object,
        "null" => value.ValueKind == JsonValueKind.Null,
        _ => true,
    };

    private static string Expected(JsonElement properties, string name) =>
        properties.ValueKind == JsonValueKind.Object && properties.TryGetProperty(name, out var schema)
            && schema.TryGetProperty("type", out var type)
            ? $"; it must be {TypeText(type)}"
            : "";

    private static string TypeText(JsonElement type) =>
        type.ValueKind == JsonValueKind.Array
            ? string.Join(" or ", type.EnumerateArray().Select(one => one.GetString()))
            : $"of type {type.GetString()}";

    private static string Describe(JsonElement value)
    {
        var text = value.GetRawText();
        return text.Length <= 40 ? text : text[..40] + "…";
    }

    private static string Names(JsonElement properties) =>
        properties.ValueKind == JsonValueKind.Object
            ? string.Join(", ", properties.EnumerateObject().Select(property => property.Name))
            : "none";

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
