using System.Text.Json;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Node.Api;

/// <summary>A JSON object read field by field, so that an error can say which one is wrong.</summary>
internal sealed class BodyFields : IDisposable
{
    private const int MaxDepth = 8;
    private readonly JsonDocument _document;

    private BodyFields(JsonDocument document) => _document = document;

    /// <param name="allowed">The first one is the one that matters most.</param>
    /// <exception cref="ApiException">Not a JSON object, nested too deeply, or it has a field that is not allowed.</exception>
    public static BodyFields Parse(ReadOnlyMemory<byte> body, IReadOnlyList<string> allowed, int maxDepth = MaxDepth)
    {
        var fields = new BodyFields(ParseJson(body, maxDepth));
        var root = fields._document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
            throw new ApiException(
                StatusCodes.Status400BadRequest, "malformed_json", $"The body must be a JSON object with the field '{allowed[0]}'.");
        foreach (var property in root.EnumerateObject()) RefuseUnknown(property.Name, allowed);
        return fields;
    }

    /// <summary>Null when it is missing or null.</summary>
    public string? Text(string field)
    {
        if (!_document.RootElement.TryGetProperty(field, out var value) || value.ValueKind == JsonValueKind.Null) return null;
        return value.ValueKind == JsonValueKind.String
            ? ReadString(value, field)
            : throw ApiException.BadField(field, "invalid_field", $"'{field}' must be a text.");
    }

    public string RequireText(string field) =>
        Text(field) is { Length: > 0 } text ? text : throw ApiException.BadField(field, "missing_field", $"'{field}' is missing.");

    public bool Flag(string field, bool otherwise)
    {
        if (!_document.RootElement.TryGetProperty(field, out var value)) return otherwise;
        return value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw ApiException.BadField(field, "invalid_field", $"'{field}' must be true or false."),
        };
    }

    /// <summary>Whether it is there, be it null.</summary>
    public bool Has(string field) => _document.RootElement.TryGetProperty(field, out _);

    /// <summary>Any JSON, null included. Only for as long as the fields are not disposed of.</summary>
    public JsonElement RequireElement(string field)
    {
        if (!_document.RootElement.TryGetProperty(field, out var value))
            throw ApiException.BadField(field, "missing_field", $"'{field}' is missing.");
        RequireUnicode(value, field);
        return value;
    }

    /// <summary>An object of numbers; null when it is missing or null.</summary>
    /// <param name="whole">Names of those that must be whole numbers.</param>
    /// <param name="broken">Names of the others.</param>
    public IReadOnlyDictionary<string, decimal>? Numbers(string field, IReadOnlyList<string> whole, IReadOnlyList<string> broken)
    {
        if (!_document.RootElement.TryGetProperty(field, out var value) || value.ValueKind == JsonValueKind.Null) return null;
        if (value.ValueKind != JsonValueKind.Object) throw ApiException.BadField(field, "invalid_field", $"'{field}' must be an object.");
        var numbers = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject())
        {
            RefuseUnknown(property.Name, [.. whole, .. broken]);
            if (property.Value.ValueKind == JsonValueKind.Null) continue;
            var isWhole = whole.Contains(property.Name);
            if (property.Value.ValueKind != JsonValueKind.Number || !property.Value.TryGetDecimal(out var number)
                || (isWhole && !decimal.IsInteger(number)))
                throw ApiException.BadField(
                    field, "invalid_field", $"'{field}.{property.Name}' must be a {(isWhole ? "whole number" : "number")}.");
            numbers[property.Name] = number;
        }

        return numbers;
    }

    /// <summary>A whole number.</summary>
    public long Number(string field, long otherwise, long least, long most)
    {
        if (!_document.RootElement.TryGetProperty(field, out var value)) return otherwise;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= least && number <= most
            ? number
            : throw ApiException.BadField(field, "invalid_field", $"'{field}' must be a whole number from {least} to {most}.");
    }

    /// <summary>A number from 0 to 1.</summary>
    public double Fraction(string field, double otherwise)
    {
        if (!_document.RootElement.TryGetProperty(field, out var value) || value.ValueKind == JsonValueKind.Null) return otherwise;
        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number is >= 0 and <= 1
            ? number
            : throw ApiException.BadField(field, "invalid_field", $"'{field}' must be a number from 0 to 1.");
    }

    public bool RequireFlag(string field) => _document.RootElement.TryGetProperty(field, out _)
        ? Flag(field, otherwise: false)
        : throw ApiException.BadField(field, "missing_field", $"'{field}' is missing: true or false.");

    /// <summary>A time in seconds.</summary>
    public TimeSpan Seconds(string field, TimeSpan otherwise, TimeSpan most)
    {
        if (!_document.RootElement.TryGetProperty(field, out var value) || value.ValueKind == JsonValueKind.Null) return otherwise;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var seconds)
            && Math.Abs(seconds) < TimeSpan.MaxValue.TotalSeconds && TimeLimits.IsWithin(TimeSpan.FromSeconds(seconds), most))
            return TimeSpan.FromSeconds(seconds);
        throw ApiException.BadField(
            field,
            "invalid_field",
            $"'{field}' must be a number of seconds, {TimeLimits.Range(most)}.");
    }

    public void Dispose() => _document.Dispose();

    private static JsonDocument ParseJson(ReadOnlyMemory<byte> body, int maxDepth)
    {
        try
        {
            var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = maxDepth });
            JsonNames.RequireUnicode(body, maxDepth);
            return document;
        }
        catch (JsonException e)
        {
            throw new ApiException(StatusCodes.Status400BadRequest, "malformed_json", $"The body is not JSON: {e.Message}");
        }
    }

    private static void RefuseUnknown(string name, IReadOnlyList<string> allowed)
    {
        if (allowed.Contains(name)) return;
        var hint = Suggestion.For(name, allowed);
        var guess = hint is null ? $"; allowed: {string.Join(", ", allowed)}" : $"; did you mean '{hint}'?";
        throw ApiException.BadField(name, "unknown_field", $"There is no field '{name}'{guess}");
    }

    private static void RequireUnicode(JsonElement value, string field)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                ReadString(value, field);
                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray()) RequireUnicode(item, field);
                break;
            case JsonValueKind.Object:
                foreach (var property in value.EnumerateObject()) RequireUnicode(property.Value, field);
                break;
        }
    }

    private static string ReadString(JsonElement value, string field)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw ApiException.BadField(field, "invalid_field", $"'{field}' is not valid Unicode.");
        }
    }
}
