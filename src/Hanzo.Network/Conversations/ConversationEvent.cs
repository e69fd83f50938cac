using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Hanzo.Network.Agents;
using Hanzo.Network.Memory;

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

/// <summary>
/// The last event of a session: nobody goes on with it, and what was before it is deleted by and by. It stays for a while, alone, so
/// that the session is known to be deleted.
/// </summary>
/// <param name="Why">For people: on request, or for how long it was not used.</param>
public sealed record SessionDeleted(string Why, DateTimeOffset At) : ConversationEvent(At);

public abstract record RunChange(long Run, DateTimeOffset At) : ConversationEvent(At);

public sealed record RunQueued(long Run, string RequestId, string Input, string Why, DateTimeOffset At) : RunChange(Run, At)
{
    public DateTimeOffset? Deadline { get; init; }
    public string? TraceParent { get; init; }
    public RunLimits? Limits { get; init; }

    /// <inheritdoc cref="RunOrigin.Call"/>
    public string? Parent { get; init; }

    /// <inheritdoc cref="RunOrigin.Depth"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Depth { get; init; }

    /// <inheritdoc cref="RunRequest.User"/>
    public string? User { get; init; }
}

/// <summary>A router has picked the run's agent.</summary>
public sealed record RouteDecided(long Run, RouteNote Route, DateTimeOffset At) : RunChange(Run, At);

/// <summary>The run's session is new, and a node was picked for it.</summary>
public sealed record PlacementDecided(long Run, PlacementNote Placement, DateTimeOffset At) : RunChange(Run, At);

public sealed record RunStarted(long Run, string Node, DateTimeOffset At) : RunChange(Run, At)
{
    /// <summary>Of the deployed definition that the run goes by; null: its node's own.</summary>
    public long? AgentVersion { get; init; }
}

/// <summary>The last event of a run.</summary>
public abstract record RunEnd(long Run, DateTimeOffset At) : RunChange(Run, At)
{
    /// <summary>All that the run has used; null: nothing, or it was not counted yet.</summary>
    public RunUsage? Used { get; init; }
}

public sealed record RunCompleted(long Run, string Output, DateTimeOffset At) : RunEnd(Run, At);

public sealed record RunFailed(long Run, string Error, DateTimeOffset At) : RunEnd(Run, At)
{
    /// <summary>What it had brought until it was stopped; null: nothing is told.</summary>
    public string? Output { get; init; }
}

/// <summary>Somebody wants no more of the run: its calls are cut next, and when they have ended, the run has.</summary>
public sealed record CancelAsked(long Run, string Reason, DateTimeOffset At) : RunChange(Run, At);

public sealed record RunCancelled(long Run, string Reason, DateTimeOffset At) : RunEnd(Run, At)
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

    /// <summary>Tokens that the model may answer with; null: as many as it likes.</summary>
    public int? MaxOutput { get; init; }
}

public sealed record ModelReplied(long Run, int Step, string Text, string Model, DateTimeOffset At) : EffectChange(Run, Step, At)
{
    public ImmutableArray<ToolRequest> ToolCalls { get => field.IsDefault ? [] : field; init; }
    public ModelUsage? Usage { get; init; }

    /// <summary>The node whose model it was; null: nothing is known of it.</summary>
    public string? ModelNode { get; init; }

    /// <summary>Why this model was asked, for people; null: nothing is known of it.</summary>
    public string? ModelWhy { get; init; }
}

public sealed record ModelFailed(long Run, int Step, string Error, DateTimeOffset At) : EffectChange(Run, Step, At)
{
    /// <summary>Of a reply that nobody was to see; null: there was none, or nothing is told.</summary>
    public ModelUsage? Usage { get; init; }
}

/// <summary>A guardrail has done something about what the model of this step was told or has said.</summary>
/// <param name="Stage"><c>input</c> or <c>output</c>.</param>
/// <param name="Guardrail">Its name or pattern; empty: none has seen the text.</param>
public sealed record GuardrailTripped(long Run, int Step, string Stage, string Guardrail, string Reason, DateTimeOffset At)
    : EffectChange(Run, Step, At)
{
    public const string Input = "input";
    public const string Output = "output";

    /// <summary>In the place of a text that no model is to be told.</summary>
    public const string Withheld = "(This message was withheld by a guardrail.)";

    /// <summary>Of an input: what stands in its place; null: it was blocked. Of an output, the reply has it.</summary>
    public string? Text { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsBlocked { get; init; }
}

/// <summary>The memory is asked: for what the run is to be reminded of, or to remember the run.</summary>
public sealed record MemoryAsked(long Run, int Step, MemoryStep What, DateTimeOffset At) : EffectChange(Run, Step, At);

/// <summary>The run's model is told of these, if of any.</summary>
public sealed record MemoryRecalled(long Run, int Step, ImmutableArray<RecalledMemory> Memories, DateTimeOffset At)
    : EffectChange(Run, Step, At)
{
    /// <summary>Why there are none; null: it is as it is.</summary>
    public string? Error { get; init; }
}

/// <summary>The run is remembered, or cannot be.</summary>
/// <param name="Added">New memories.</param>
/// <param name="Forgotten">That made room.</param>
public sealed record MemoryKept(long Run, int Step, int Added, int Forgotten, DateTimeOffset At) : EffectChange(Run, Step, At)
{
    /// <summary>Old memories that a new one stands for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Reflected { get; init; }

    /// <summary>Of the call of a model for that.</summary>
    public ModelUsage? Usage { get; init; }

    /// <summary>A model was asked.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool AskedModel { get; init; }

    /// <summary>What could not be done; null: nothing.</summary>
    public string? Error { get; init; }
}

/// <summary>A model is to say in short what the first entries of the transcript say.</summary>
public sealed record SummaryAsked(long Run, int Step, int Entries, DateTimeOffset At) : EffectChange(Run, Step, At)
{
    /// <inheritdoc cref="ModelCalled.MaxOutput"/>
    public int? MaxOutput { get; init; }

    /// <summary>No model is asked: the entries are left out, as the next event says.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsRefused { get; init; }
}

/// <summary>The text stands for those entries from now on; but what the user has said last stays.</summary>
public sealed record HistorySummarized(long Run, int Step, string Text, DateTimeOffset At) : EffectChange(Run, Step, At)
{
    /// <summary>Null: there is no summary, and the text only says what is left out.</summary>
    public string? Model { get; init; }

    public ModelUsage? Usage { get; init; }

    /// <summary>Why there is no summary; null: there is one.</summary>
    public string? Error { get; init; }
}

public sealed record ToolCalled(long Run, int Step, ToolRequest Call, DateTimeOffset At) : EffectChange(Run, Step, At)
{
    /// <summary>It is not made: its end, why not, is the next event.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsRefused { get; init; }

    /// <summary>The agent that is asked; null: it is a tool.</summary>
    public string? Agent { get; init; }

    /// <summary>The run is handed to that agent.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool HandsOff { get; init; }

    /// <summary>What that agent's run may use; null: as it likes.</summary>
    public RunLimits? Limits { get; init; }
}

/// <summary>The agent's run that the call has asked for is in a journal.</summary>
/// <param name="Child">Its id.</param>
/// <param name="Node">Where it is.</param>
public sealed record ChildStarted(long Run, int Step, string Child, string Node, DateTimeOffset At) : EffectChange(Run, Step, At);

/// <summary>That run has come a step further.</summary>
/// <param name="Sequence">Of its event in its own journal.</param>
/// <param name="Type">Of that event.</param>
/// <param name="Text">For people, in short.</param>
public sealed record ChildStepped(long Run, int Step, long Sequence, string Type, string Text, DateTimeOffset At)
    : EffectChange(Run, Step, At);

/// <summary>The call waits until a person has answered.</summary>
/// <param name="Question">What it is about: why it cannot go on by itself.</param>
public sealed record ApprovalAsked(long Run, int Step, string Question, DateTimeOffset At) : EffectChange(Run, Step, At)
{
    /// <summary>Counts the questions about this call, from 1.</summary>
    public int Number { get; init => field = Math.Max(value, 1); } = 1;

    /// <summary>The call was begun before, and its outcome is unknown.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsDoubtful { get; init; }

    /// <summary>The person's words are the call's result; else a yes or no decides whether it is made.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool WantsWords { get; init; }

    /// <summary>Null: none.</summary>
    public AnswerDeadline? Deadline { get; init; }
}

/// <summary>When a question is answered without a person, and how.</summary>
/// <param name="Approved">As in <see cref="ApprovalAnswered"/>.</param>
/// <param name="Words">As in <see cref="ApprovalAnswered"/>.</param>
public sealed record AnswerDeadline(DateTimeOffset At, bool Approved, string? Words = null);

/// <summary>True: the call is made, or its result is what the person said; false: it has failed.</summary>
public sealed record ApprovalAnswered(long Run, int Step, bool Approved, DateTimeOffset At) : EffectChange(Run, Step, At)
{
    /// <summary>Of the question, as in <see cref="ApprovalAsked"/>.</summary>
    public int Number { get; init => field = Math.Max(value, 1); } = 1;

    /// <summary>In the person's words; null: none.</summary>
    public string? Reason { get; init; }

    /// <summary>To a question that wanted words; null: to one that did not, or there is no answer.</summary>
    public string? Words { get; init; }

    /// <summary>Nobody has answered in time: this is what counts then.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsDefault { get; init; }
}

public sealed record ToolReturned(long Run, int Step, string Output, DateTimeOffset At) : EffectChange(Run, Step, At)
{
    /// <inheritdoc cref="CompleteToolCall.Used"/>
    public RunUsage? Used { get; init; }
}

public sealed record ToolFailed(long Run, int Step, string Error, DateTimeOffset At) : EffectChange(Run, Step, At)
{
    /// <inheritdoc cref="CompleteToolCall.Used"/>
    public RunUsage? Used { get; init; }

    /// <summary>It was cut while under way, and may have taken effect.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsDoubtful { get; init; }
}
