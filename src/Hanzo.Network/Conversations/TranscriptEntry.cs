using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Hanzo.Network.Conversations;

/// <summary>One message of the session as a model sees it. Every tool call has exactly one result before the next reply.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(UserEntry), "user")]
[JsonDerivedType(typeof(AssistantEntry), "assistant")]
[JsonDerivedType(typeof(ToolEntry), "tool")]
[JsonDerivedType(typeof(SummaryEntry), "summary")]
[JsonDerivedType(typeof(InstructionEntry), "instruction")]
public abstract record TranscriptEntry;

public sealed record UserEntry(string Text) : TranscriptEntry;

public sealed record AssistantEntry(string Text, ImmutableArray<ToolRequest> ToolCalls) : TranscriptEntry;

public sealed record ToolEntry(string CallId, string Tool, string Output, bool Failed) : TranscriptEntry;

/// <summary>Stands first, for all that was said before the rest.</summary>
public sealed record SummaryEntry(string Text) : TranscriptEntry;

/// <summary>What who asks tells the agent beside its own instructions, wherever it stands; the last one counts.</summary>
public sealed record InstructionEntry(string Text) : TranscriptEntry;
