using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Hanzo.Network.Node.Completions;

/// <summary>Answer to <c>GET /v1/models</c>.</summary>
internal sealed record ModelsBody(ImmutableArray<ModelBody> Data)
{
    public string Object { get; } = "list";
}

/// <param name="Created">Unix seconds.</param>
/// <param name="OwnedBy"><c>hanzo</c>: an agent; else the servers and nodes that have it, such as <c>ollama@gpu</c>.</param>
internal sealed record ModelBody(string Id, long Created, string OwnedBy)
{
    public string Object { get; } = "model";
}

/// <summary>An answer as a whole, or a chunk of one.</summary>
internal sealed record ChatBody(string Id, string Object, long Created, string Model, ImmutableArray<ChatChoice> Choices)
{
    public ChatUsage? Usage { get; init; }
}

/// <summary>With a message, of a whole answer, or with a delta, of a chunk.</summary>
internal sealed record ChatChoice
{
    public int Index { get; init; }
    public ChatMessageBody? Message { get; init; }
    public ChatMessageBody? Delta { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public object? Logprobs { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? FinishReason { get; init; }
}

internal sealed record ChatMessageBody
{
    public string? Role { get; init; }
    public string? Content { get; init; }
    public string? Refusal { get; init; }
    public ImmutableArray<ChatCallBody>? ToolCalls { get; init; }
}

/// <param name="Index">Of chunks; null in whole answers.</param>
internal sealed record ChatCallBody(int? Index, string Id, ChatFunctionBody Function)
{
    public string Type { get; } = "function";
}

internal sealed record ChatFunctionBody(string Name, string Arguments);

internal sealed record ChatUsage(long PromptTokens, long CompletionTokens)
{
    public long TotalTokens => PromptTokens + CompletionTokens;
}

internal sealed record ErrorBody(ErrorDetail Error);

internal sealed record ErrorDetail(
    string Message,
    string Type,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Param,
    string Code);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ModelsBody))]
[JsonSerializable(typeof(ModelBody))]
[JsonSerializable(typeof(ChatBody))]
[JsonSerializable(typeof(ErrorBody))]
internal sealed partial class CompletionJson : JsonSerializerContext;
