using System.Text.Json.Nodes;

namespace Hanzo.Network.Node.Completions;

/// <summary>The objects that responses consist of.</summary>
internal static class ResponseBodies
{
    public const string InProgress = "in_progress";
    public const string Completed = "completed";
    public const string Incomplete = "incomplete";
    public const string Failed = "failed";

    /// <param name="end">Null: it is under way, or has failed.</param>
    public static JsonObject Response(
        ResponsesRequest request, string id, ReplyHead head, string status, JsonArray output, ReplyEnd? end = null,
        CompletionError? error = null) =>
        new()
        {
            ["id"] = id,
            ["object"] = "response",
            ["created_at"] = head.CreatedAt.ToUnixTimeSeconds(),
            ["status"] = status,
            ["error"] = error is null ? null : new JsonObject { ["code"] = error.Code, ["message"] = error.Message },
            ["incomplete_details"] = status == Incomplete ? new JsonObject { ["reason"] = ReasonOf(end!) } : null,
            ["instructions"] = request.Instructions,
            ["max_output_tokens"] = request.Asked.Options.MaxOutputTokens,
            ["metadata"] = request.Metadata.DeepClone(),
            ["model"] = head.Model,
            ["output"] = output,
            ["parallel_tool_calls"] = true,
            ["previous_response_id"] = request.Previous is { } run ? ResponseIds.Of(run.ToString(), store: true) : null,
            ["store"] = request.Store,
            ["temperature"] = request.Asked.Options.Temperature,
            ["text"] = new JsonObject { ["format"] = new JsonObject { ["type"] = "text" } },
            ["tool_choice"] = "auto",
            ["tools"] = new JsonArray(),
            ["top_p"] = request.Asked.Options.TopP,
            ["truncation"] = "disabled",
            ["usage"] = end is null ? null : Usage(end),
        };

    public static string StatusOf(ReplyEnd end) =>
        end.Finish == FinishWords.Length || (end.Finish == FinishWords.ContentFilter && end.Refusal is null) ? Incomplete : Completed;

    public static JsonObject Message(string id, string status, JsonObject? content) => new()
    {
        ["id"] = id, ["type"] = "message", ["status"] = status, ["role"] = SaidRoles.Assistant,
        ["content"] = content is null ? new JsonArray() : new JsonArray(content),
    };

    public static JsonObject Text(string text) =>
        new() { ["type"] = "output_text", ["text"] = text, ["annotations"] = new JsonArray(), ["logprobs"] = new JsonArray() };

    public static JsonObject Refusal(string text) => new() { ["type"] = "refusal", ["refusal"] = text };

    private static string ReasonOf(ReplyEnd end) => end.Finish == FinishWords.Length ? "max_output_tokens" : "content_filter";

    private static JsonObject Usage(ReplyEnd end) => new()
    {
        ["input_tokens"] = end.InputTokens,
        ["input_tokens_details"] = new JsonObject { ["cached_tokens"] = 0 },
        ["output_tokens"] = end.OutputTokens,
        ["output_tokens_details"] = new JsonObject { ["reasoning_tokens"] = 0 },
        ["total_tokens"] = end.InputTokens + end.OutputTokens,
    };
}
