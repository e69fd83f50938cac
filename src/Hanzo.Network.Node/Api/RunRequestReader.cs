using System.Text.Json;
using Hanzo.Network.Agents;
using Hanzo.Network.Node.Settings;
using Hanzo.Network.Placement;

namespace Hanzo.Network.Node.Api;

/// <param name="Wait">False: answer as soon as the run is recorded.</param>
internal sealed record ParsedRunRequest(RunRequest Request, bool Wait);

/// <summary>The body of <c>POST /v1/runs</c>, field by field, so that an error can say which one is wrong.</summary>
internal static class RunRequestReader
{
    private static readonly string[] Fields = ["input", "agent", "session", "run_id", "placement", "wait"];
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 8 };

    /// <exception cref="ApiException">The body is not a run request; the field is named.</exception>
    public static ParsedRunRequest Read(ReadOnlyMemory<byte> body)
    {
        using var document = Parse(body);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
            throw new ApiException(
                StatusCodes.Status400BadRequest, "malformed_json", "The body must be a JSON object with the field 'input'.");
        foreach (var property in root.EnumerateObject()) RefuseUnknown(property.Name);
        if (Text(root, "run_id") is not null)
            throw ApiException.BadField(
                "run_id", "not_available", "Run ids of the caller's choice are not available yet; leave 'run_id' out.");

        var request = new RunRequest(Input(root)) { Agent = Text(root, "agent"), Session = Session(root), Placement = Placement(root) };
        return new ParsedRunRequest(request, Wait(root));
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonDocument.Parse(body, Strict);
        }
        catch (JsonException e)
        {
            throw new ApiException(StatusCodes.Status400BadRequest, "malformed_json", $"The body is not JSON: {e.Message}");
        }
    }

    private static void RefuseUnknown(string name)
    {
        if (Fields.Contains(name)) return;
        var hint = Suggestion.For(name, Fields);
        var guess = hint is null ? $"; allowed: {string.Join(", ", Fields)}" : $"; did you mean '{hint}'?";
        throw ApiException.BadField(name, "unknown_field", $"There is no field '{name}'{guess}");
    }

    private static string Input(JsonElement root)
    {
        var input = Text(root, "input") ?? "";
        return RunRequestRules.CheckInput(input) is { } wrong
            ? throw ApiException.BadField("input", string.IsNullOrWhiteSpace(input) ? "empty_input" : "input_too_large", wrong)
            : input;
    }

    private static SessionId? Session(JsonElement root)
    {
        if (Text(root, "session") is not { } text) return null;
        return SessionId.TryParse(text, out var session)
            ? session
            : throw ApiException.BadField("session", "invalid_session", $"'session' is not a session id (agent.slot.ulid): '{text}'.");
    }

    private static PlacementStrategy Placement(JsonElement root)
    {
        if (Text(root, "placement") is not { } text) return PlacementStrategy.Capability;
        return PlacementNames.Parse(text)
            ?? throw ApiException.BadField(
                "placement", "invalid_placement", $"'placement' is '{text}'; allowed: {PlacementNames.Allowed}.");
    }

    private static bool Wait(JsonElement root)
    {
        if (!root.TryGetProperty("wait", out var wait)) return true;
        return wait.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw ApiException.BadField("wait", "invalid_field", "'wait' must be true or false."),
        };
    }

    private static string? Text(JsonElement root, string field)
    {
        if (!root.TryGetProperty(field, out var value) || value.ValueKind == JsonValueKind.Null) return null;
        return value.ValueKind == JsonValueKind.String
            ? ReadString(value, field)
            : throw ApiException.BadField(field, "invalid_field", $"'{field}' must be a text.");
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
