using System.Collections.Immutable;
using System.Text.Json;
using Hanzo.Network.Node.Api;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Node.Completions;

/// <summary>The fields of a request that a model goes by.</summary>
internal static class ChatOptionsReader
{
    public const int MaxTools = 128;
    private const float MostTemperature = 2;
    private const float MostPenalty = 2;

    private static readonly JsonElement NoParameters = JsonDocument.Parse("""{"type":"object","properties":{}}""").RootElement;

    /// <exception cref="ApiException">A field is not what it must be.</exception>
    public static ChatOptions Read(JsonField root, ImmutableArray<string> stops)
    {
        var tools = root["tools"].Items(MaxTools).Select(ToolOf).ToList();
        return new ChatOptions
        {
            Temperature = root["temperature"].Number(0, MostTemperature),
            TopP = root["top_p"].Number(0, 1),
            FrequencyPenalty = root["frequency_penalty"].Number(-MostPenalty, MostPenalty),
            PresencePenalty = root["presence_penalty"].Number(-MostPenalty, MostPenalty),
            MaxOutputTokens = root["max_completion_tokens"].Whole(1, int.MaxValue) ?? root["max_tokens"].Whole(1, int.MaxValue),
            StopSequences = stops.IsEmpty ? null : [.. stops],
            ResponseFormat = FormatOf(root["response_format"]),
            Tools = tools.Count > 0 ? tools : null,
            ToolMode = tools.Count > 0 ? ModeOf(root["tool_choice"]) : null,
            AllowMultipleToolCalls = tools.Count > 0 && root["parallel_tool_calls"].IsGiven ? root["parallel_tool_calls"].Flag() : null,
        };
    }

    /// <summary>Fields that would change the form of an answer, as they are given.</summary>
    public static IEnumerable<string> OnlyForModels(JsonField root)
    {
        if (root["tools"].Items(MaxTools).Count > 0) yield return "tools";
        if (root["tool_choice"] is { IsGiven: true } choice
            && (choice.Kind != JsonValueKind.String || choice.Text() is not ("none" or "auto"))) yield return "tool_choice";
        if (root["response_format"]["type"].Text() is not (null or "text")) yield return "response_format";
        if (root["stop"] is { IsGiven: true } stop && stop.Value.ToString() != "[]") yield return "stop";
    }

    private static AITool ToolOf(JsonField tool)
    {
        if (tool["type"].RequireText() is var type and not "function") throw tool["type"].Unsupported($"'{type}'; only functions are");
        var function = tool["function"];
        var parameters = function["parameters"];
        if (parameters.IsGiven && parameters.Kind != JsonValueKind.Object) throw parameters.Wrong("must be a JSON schema");
        return AIFunctionFactory.CreateDeclaration(
            function["name"].RequireText(),
            function["description"].Text() ?? "",
            parameters.IsGiven ? parameters.Value.Clone() : NoParameters);
    }

    private static ChatToolMode? ModeOf(JsonField choice)
    {
        if (choice.Kind == JsonValueKind.Object) return ChatToolMode.RequireSpecific(choice["function"]["name"].RequireText());
        return choice.Text() switch
        {
            null or "auto" => null,
            "none" => ChatToolMode.None,
            "required" => ChatToolMode.RequireAny,
            { } other => throw choice.Wrong($"is '{other}'; allowed are auto, none, required, or an object that names a function"),
        };
    }

    private static ChatResponseFormat? FormatOf(JsonField format) => format["type"].Text() switch
    {
        null => null,
        "text" => ChatResponseFormat.Text,
        "json_object" => ChatResponseFormat.Json,
        "json_schema" when format["json_schema"]["schema"] is { Kind: JsonValueKind.Object } schema => ChatResponseFormat.ForJsonSchema(
            schema.Value.Clone(), format["json_schema"]["name"].Text(), format["json_schema"]["description"].Text()),
        "json_schema" => throw format["json_schema"]["schema"].Wrong("must be a JSON schema"),
        { } other => throw format["type"].Wrong($"is '{other}'; allowed are text, json_object, json_schema"),
    };
}
