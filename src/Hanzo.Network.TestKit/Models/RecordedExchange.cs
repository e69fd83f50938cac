using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Hanzo.Network.Testing;

/// <summary>A file of recorded calls of a model.</summary>
internal sealed record Recording(int Version, ImmutableArray<RecordedExchange> Exchanges)
{
    public const int Current = 1;
}

/// <summary>One call, and what came of it.</summary>
internal sealed record RecordedExchange(RecordedRequest Request, RecordedResponse Response);

internal sealed record RecordedRequest(ImmutableArray<RecordedMessage> Messages)
{
    public ImmutableArray<string> Tools { get; init => field = value.IsDefault ? [] : value; } = [];
    public float? Temperature { get; init; }
    public int? MaxOutputTokens { get; init; }
}

internal sealed record RecordedMessage(string Role, string Text)
{
    public ImmutableArray<RecordedCall> Calls { get; init => field = value.IsDefault ? [] : value; } = [];
    public ImmutableArray<RecordedResult> Results { get; init => field = value.IsDefault ? [] : value; } = [];
}

/// <param name="Arguments">JSON.</param>
internal sealed record RecordedCall(string Id, string Tool, string Arguments);

internal sealed record RecordedResult(string CallId, string Text);

internal sealed record RecordedResponse(string Text)
{
    public ImmutableArray<RecordedCall> Calls { get; init => field = value.IsDefault ? [] : value; } = [];
    public string? Model { get; init; }
    public string? Finish { get; init; }
    public long? InputTokens { get; init; }
    public long? OutputTokens { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true)]
[JsonSerializable(typeof(Recording))]
internal sealed partial class RecordingJson : JsonSerializerContext;
