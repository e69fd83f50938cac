using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Guardrails;
using Hanzo.Network.Memory;
using Hanzo.Network.Models;
using Hanzo.Network.Partitions;
using Hanzo.Network.Tools;

namespace Hanzo.Network.Conversations;

/// <summary>What a session is asked or told.</summary>
public abstract record ConversationCommand;

/// <summary>First after creation or recovery: says who writes from now on, and takes up what was under way.</summary>
public sealed record OpenSession(string Writer, string Node) : ConversationCommand;

/// <summary>First of a session that is opened on a node that is cut off. One that has a history stays what it is.</summary>
/// <param name="Transcript">What it has of its parent.</param>
public sealed record BranchOff(SessionBranch Branch, ImmutableArray<TranscriptEntry> Transcript) : ConversationCommand;

/// <summary>Asks for a run. The same <paramref name="RequestId"/> is the same run, however often it is sent.</summary>
/// <param name="Why">How agent and node were chosen, for people.</param>
public sealed record StartRun(string RequestId, string Input, string Why = "") : ConversationCommand
{
    /// <summary>Null: no deadline.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>W3C trace context of the request; null: none.</summary>
    public string? TraceParent { get; init; }

    /// <summary>Null: none of its own.</summary>
    public RunLimits? Limits { get; init; }

    /// <summary>Null: no run asks for it.</summary>
    public RunOrigin? Origin { get; init; }

    /// <inheritdoc cref="RunRequest.History"/>
    public ImmutableArray<TranscriptLine> History { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <inheritdoc cref="RunRequest.User"/>
    public string? User { get; init; }

    /// <summary>Null: no router was asked.</summary>
    public RouteNote? Route { get; init; }

    /// <summary>Null: the session is where it is.</summary>
    public PlacementNote? Placement { get; init; }
}

/// <summary>Nobody wants more of the run. Said again, it changes nothing.</summary>
public sealed record CancelRun(long Run, string Reason) : ConversationCommand
{
    /// <summary>Of who gives no other.</summary>
    public const string NoReason = "on request";
}

/// <summary>Ends the runs whose deadline has passed; the shell sends it at <see cref="ConversationState.NextDeadline"/>.</summary>
/// <param name="Waiting">The run whose calls wait for the capacity of its node; null: none.</param>
public sealed record ExpireRuns(long? Waiting = null) : ConversationCommand;

/// <summary>A person's answer to what a run waits for.</summary>
public sealed record AnswerApproval(long Run, ApprovalId Approval, bool Approved, string? Reason) : ConversationCommand
{
    /// <summary>Bytes of <see cref="Reason"/> as JSON text in UTF-8.</summary>
    public const int MaxReasonBytes = 4 * 1024;

    /// <inheritdoc cref="PersonAnswer.Words"/>
    public string? Words { get; init; }
}

/// <summary>The outcome of an effect. One that is not open any more changes nothing.</summary>
public abstract record EffectOutcome(EffectId Effect) : ConversationCommand;

public sealed record CompleteModelCall(
    EffectId Effect, string Text, ImmutableArray<ToolRequest> ToolCalls, string Model = "", ModelUsage? Usage = null)
    : EffectOutcome(Effect)
{
    /// <summary>Null: nothing is known of it.</summary>
    public ModelServing? Serving { get; init; }

    /// <summary>The reply ended where <see cref="CallModel.MaxOutput"/> ended it.</summary>
    public bool IsCut { get; init; }

    /// <summary>What guardrails did on the way; <see cref="Text"/> is what they have left.</summary>
    public ImmutableArray<GuardrailTrip> Trips { get => field.IsDefault ? [] : field; init; }
}

/// <summary>A guardrail has blocked what the model was to be told, or what it said.</summary>
/// <param name="Trips">The last one has.</param>
/// <param name="Usage">Null: the model was not asked, or does not say.</param>
public sealed record BlockModelCall(EffectId Effect, ImmutableArray<GuardrailTrip> Trips, ModelUsage? Usage) : EffectOutcome(Effect);

public sealed record FailModelCall(EffectId Effect, string Error) : EffectOutcome(Effect)
{
    /// <inheritdoc cref="ModelFailed.Usage"/>
    public ModelUsage? Usage { get; init; }
}

public sealed record CompleteToolCall(EffectId Effect, string Output) : EffectOutcome(Effect)
{
    /// <summary>By the run of another agent; null: it was a tool, or nothing is known.</summary>
    public RunUsage? Used { get; init; }
}

/// <param name="Memories">Empty: there are none, or the memory could not tell.</param>
public sealed record CompleteRecall(EffectId Effect, ImmutableArray<RecalledMemory> Memories) : EffectOutcome(Effect)
{
    /// <inheritdoc cref="MemoryRecalled.Error"/>
    public string? Error { get; init; }
}

public sealed record CompleteKeep(EffectId Effect, KeptMemories Kept) : EffectOutcome(Effect)
{
    /// <inheritdoc cref="MemoryKept.Reflected"/>
    public int Reflected { get; init; }

    /// <inheritdoc cref="MemoryKept.AskedModel"/>
    public bool AskedModel { get; init; }

    /// <inheritdoc cref="MemoryKept.Usage"/>
    public ModelUsage? Usage { get; init; }

    /// <inheritdoc cref="MemoryKept.Error"/>
    public string? Error { get; init; }
}

/// <summary>The error text goes to the model as the call's result.</summary>
public sealed record FailToolCall(EffectId Effect, string Error) : EffectOutcome(Effect)
{
    /// <inheritdoc cref="CompleteToolCall.Used"/>
    public RunUsage? Used { get; init; }
}

/// <summary>No outcome: whether the call may be made is for a person to say.</summary>
public sealed record AskPerson(EffectId Effect, string Question) : EffectOutcome(Effect)
{
    /// <inheritdoc cref="ApprovalAsked.IsDoubtful"/>
    public bool IsDoubtful { get; init; }

    /// <inheritdoc cref="ApprovalAsked.WantsWords"/>
    public bool WantsWords { get; init; }

    /// <summary>Null: it waits for as long as its run may.</summary>
    public Unanswered? Unanswered { get; init; }
}

/// <summary>No outcome: the shell has cut the call, as <see cref="StopEffects"/> says.</summary>
public sealed record CutCall(EffectId Effect) : EffectOutcome(Effect);

/// <summary>How the run of another agent goes that an open call waits for. Told again, it changes nothing.</summary>
public abstract record ChildNews(EffectId Effect) : ConversationCommand;

public sealed record ChildBegan(EffectId Effect, RunId Child, string Node) : ChildNews(Effect);

/// <param name="Sequence">Of the event in the other run's journal.</param>
/// <param name="Type">One of <see cref="RunEventTypes"/>.</param>
/// <param name="Text">For people, in short.</param>
public sealed record ChildMoved(EffectId Effect, long Sequence, string Type, string Text) : ChildNews(Effect);
