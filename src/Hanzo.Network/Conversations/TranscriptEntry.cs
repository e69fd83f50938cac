using System.Collections.Immutable;

namespace Hanzo.Network.Conversations;

/// <summary>One message of the session as a model sees it. Every tool call has exactly one result before the next reply.</summary>
public abstract record TranscriptEntry;

public sealed record UserEntry(string Text) : TranscriptEntry;

public sealed record AssistantEntry(string Text, ImmutableArray<ToolRequest> ToolCalls) : TranscriptEntry;

public sealed record ToolEntry(string CallId, string Tool, string Output, bool Failed) : TranscriptEntry;
