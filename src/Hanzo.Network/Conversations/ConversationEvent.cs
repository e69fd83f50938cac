using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Hanzo.Network.Conversations;

/// <summary>What happened in a session, as journaled; manifests and format are <see cref="ConversationEventCodec"/>'s.</summary>
public abstract record ConversationEvent(DateTimeOffset At);

/// <summary>The first event of every writer; fences the ones before.</summary>
public sealed record SessionOpened(string Writer, string Node, DateTimeOffset At) : ConversationEvent(At);

/// <summary>Second in the history of a session that was opened on a node while it was cut off from its network.</summary>
/// <param name="ParentSequence">The last event of the parent that was known then; 0 without a parent.</param>
/// <param name="Detachment">Names the time that the node was cut off.</param>
public sealed record SessionBranched(long ParentSequence, string Detachment, DateTimeOffset At) : ConversationEvent(At)
{
    /// <summary>Whose history it begins with; null: none.</summary>
    public string? Parent { get; init; }
}

/// <summary>What a session has of its parent, in order; the whole may be in several such events.</summary>
public sealed record TranscriptInherited(ImmutableArray<TranscriptLine> Lines, DateTimeOffset At) : ConversationEvent(At);

public abstract record RunChange(long Run, DateTimeOffset At) : ConversationEvent(At);

public sealed record RunQueued(long Run, string RequestId, string Input, string Why, DateTimeOffset At) : RunChange(Run, At)
{
    public DateTimeOffset? Deadline { get; init; }
    public string? TraceParent { get; init; }
}

public sealed record RunStarted(long Run, string Node, DateTimeOffset At) : RunChange(Run, At)
{
    /// <summary>Of the deployed definition that the run goes by; null: its node's own.</summary>
    public long? AgentVersion { get; init; }
}

public sealed record RunCompleted(long Run, string Output, DateTimeOffset At) : RunChange(Run, At);

public sealed record RunFailed(long Run, string Error, DateTimeOffset At) : RunChange(Run, At);

/// <summary>Somebody wants no more of the run: its calls are cut next, and when they have ended, the run has.</summary>
public sealed record CancelAsked(long Run, string Reason, DateTimeOffset At) : RunChange(Run, At);

public sealed record RunCancelled(long Run, string Reason, DateTimeOffset At) : RunChange(Run, At)
{
    /// <summary>The calls of tools that were cut and may have taken effect; null: there were none.</summary>
    public string? Doubtful { get; init; }

    public string ToText() =>
        Doubtful is null ? Reason : $"{Reason.TrimEnd('.')}; cut while under way, and may have taken effect: {Doubtful}";
}

/// <summary>The beginning or end of an effect.</summary>
public abstract record EffectChange(long Run, int Step, DateTimeOffset At) : RunChange(Run, At);

public sealed record ModelCalled(long Run, int Step, DateTimeOffset At) : EffectChange(Run, Step, At)
{
    /// <summary>Null: the node's default.</summary>
    public string? Model { get; init; }
}

public sealed record ModelReplied(long Run, int Step, string Text, string Model, DateTimeOffset At) : EffectChange(Run, Step, At)
{
    public ImmutableArray<ToolRequest> ToolCalls { get => field.IsDefault ? [] : field; init; }
    public ModelUsage? Usage { get; init; }
}

public sealed record ModelFailed(long Run, int Step, string Error, DateTimeOffset At) : EffectChange(Run, Step, At);

public sealed record ToolCalled(long Run, int Step, ToolRequest Call, DateTimeOffset At) : EffectChange(Run, Step, At);

/// <summary>The call waits until a person has answered.</summary>
/// <param name="Question">What it is about: why it cannot go on by itself.</param>
public sealed record ApprovalAsked(long Run, int Step, string Question, DateTimeOffset At) : EffectChange(Run, Step, At)
{
    /// <summary>Counts the questions about this call, from 1.</summary>
    public int Number { get; init => field = Math.Max(value, 1); } = 1;

    /// <summary>The call was begun before, and its outcome is unknown.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsDoubtful { get; init; }
}

/// <summary>True: the call is made; false: it has failed.</summary>
public sealed record ApprovalAnswered(long Run, int Step, bool Approved, DateTimeOffset At) : EffectChange(Run, Step, At)
{
    /// <summary>Of the question, as in <see cref="ApprovalAsked"/>.</summary>
    public int Number { get; init => field = Math.Max(value, 1); } = 1;

    /// <summary>In the person's words; null: none.</summary>
    public string? Reason { get; init; }
}

public sealed record ToolReturned(long Run, int Step, string Output, DateTimeOffset At) : EffectChange(Run, Step, At);

public sealed record ToolFailed(long Run, int Step, string Error, DateTimeOffset At) : EffectChange(Run, Step, At)
{
    /// <summary>It was cut while under way, and may have taken effect.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsDoubtful { get; init; }
}
