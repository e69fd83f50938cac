namespace Hanzo.Network.Conversations;

/// <summary>A tool call that a model asked for.</summary>
/// <param name="CallId">Unique in the session; pairs the call with its result in the transcript.</param>
/// <param name="Arguments">The model's arguments as JSON text, not yet checked.</param>
public sealed record ToolRequest(string CallId, string Tool, string Arguments);

public sealed record ModelUsage(long InputTokens, long OutputTokens);
