using System.Text.Json.Serialization;

namespace Hanzo.Network.Conversations;

/// <summary>A tool call that a model asked for.</summary>
/// <param name="CallId">Unique in the session; pairs the call with its result in the transcript.</param>
/// <param name="Arguments">The model's arguments as JSON text, not yet checked.</param>
public sealed record ToolRequest(string CallId, string Tool, string Arguments);

/// <summary>What one call of a model has used.</summary>
public sealed record ModelUsage(long InputTokens, long OutputTokens)
{
    /// <summary>The model did not say.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsEstimate { get; init; }

    /// <summary>US dollars; null: its price is not known.</summary>
    public decimal? Usd { get; init; }
}
