using System.Text.Json;
using Hanzo.Network.Conversations;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Models;

/// <summary>The arguments of a tool call as the model wrote them, which may be no JSON at all.</summary>
public static class RawArguments
{
    private const string KeyName = "hanzo.arguments";

    /// <param name="text">Empty, as some models call tools without parameters: an object without members.</param>
    public static FunctionCallContent NewCall(string callId, string tool, string text)
    {
        if (string.IsNullOrWhiteSpace(text)) return new FunctionCallContent(callId, tool, new Dictionary<string, object?>());
        if (Parse(text) is { } arguments) return new FunctionCallContent(callId, tool, arguments);
        return new FunctionCallContent(callId, tool)
        {
            AdditionalProperties = new() { [KeyName] = text },
            Exception = new FormatException("the arguments are not a JSON object."),
        };
    }

    /// <returns>Null: the arguments are the object that the call holds.</returns>
    public static string? Of(FunctionCallContent call) => call.AdditionalProperties?.GetValueOrDefault(KeyName) as string;

    /// <summary>As the model wrote them, or as JSON.</summary>
    public static string TextOf(FunctionCallContent call) =>
        Of(call) ?? ModelJson.Write(call.Arguments ?? new Dictionary<string, object?>());

    /// <returns>Null: it is not a JSON object.</returns>
    public static Dictionary<string, object?>? Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind != JsonValueKind.Object) return null;
            var arguments = new Dictionary<string, object?>(StringComparer.Ordinal);
            foreach (var property in document.RootElement.EnumerateObject()) arguments[property.Name] = property.Value.Clone();
            return arguments;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
