using System.Text.Json;
using Hanzo.Network.Conversations;
using Hanzo.Network.Tools;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Agents;

/// <summary>The form of an agent's answers: JSON, by a schema if there is one. An answer that has another form fails its run.</summary>
public sealed record ResponseFormat
{
    public const int MaxName = 64;

    /// <summary>Bytes as JSON of <see cref="Schema"/>, which goes into every call of the model.</summary>
    public const int MaxSchemaBytes = 16 * 1024;

    public const string AllowedName = "1 to 64 letters, digits, underscores and dashes";

    private const int MaxDepth = 16;

    private static readonly JsonDocumentOptions Parsing = new() { MaxDepth = MaxDepth };

    /// <summary>Any JSON object.</summary>
    public static readonly ResponseFormat Json = new();

    /// <summary>
    /// A JSON Schema, as text; null: any object will do. Answers are checked by type, required, properties, additionalProperties, items,
    /// enum, minimum, maximum, minLength and maxLength; further keywords are the model's to keep.
    /// </summary>
    public string? Schema { get; init; }

    /// <summary>For the model; null: none.</summary>
    public string? Name { get; init; }

    /// <summary>For the model; null: none.</summary>
    public string? Description { get; init; }

    internal int Bytes => new[] { Schema, Name, Description }.Sum(text => text is null ? 0 : ConversationLimits.JsonBytes(text));

    /// <returns>The error for the user, or null.</returns>
    public string? Check()
    {
        if (Name is not null && (Name.Length is 0 or > MaxName || !Name.All(IsOfName)))
            return $"response_format.name is '{Name}'; it must have {AllowedName}.";
        if (Description?.Length > AgentsFile.MaxDescription)
            return $"response_format.description has {Description.Length} characters; at most {AgentsFile.MaxDescription} are allowed.";
        if (Schema is null) return null;
        if (!ConversationLimits.Fits(Schema, MaxSchemaBytes))
            return $"response_format.schema has {ConversationLimits.JsonBytes(Schema)} bytes; at most {MaxSchemaBytes} are allowed.";
        try
        {
            return Parse(Schema).ValueKind == JsonValueKind.Object ? null : "response_format.schema must be a JSON object.";
        }
        catch (JsonException e)
        {
            return $"response_format.schema is no JSON of at most {MaxDepth} levels: {e.Message}";
        }
    }

    internal ChatResponseFormat ToChatFormat() =>
        Schema is null ? ChatResponseFormat.Json : ChatResponseFormat.ForJsonSchema(Parse(Schema), Name, Description);

    /// <returns>What is wrong with the answer, as a sentence; null: nothing.</returns>
    internal string? WhyNot(string answer)
    {
        try
        {
            using var document = JsonDocument.Parse(answer);
            var root = document.RootElement;
            if (Schema is null) return root.ValueKind == JsonValueKind.Object ? null : "it must be a JSON object.";
            return JsonSchemaCheck.FirstViolation(root, Parse(Schema), "answer")?["argument ".Length..];
        }
        catch (JsonException e)
        {
            return $"it is not JSON: {e.Message}";
        }
        catch (InvalidOperationException e)
        {
            return $"the schema cannot be used: {e.Message}";
        }
    }

    private static JsonElement Parse(string schema)
    {
        using var document = JsonDocument.Parse(schema, Parsing);
        return document.RootElement.Clone();
    }

    private static bool IsOfName(char one) => char.IsAsciiLetterOrDigit(one) || one is '_' or '-';
}
