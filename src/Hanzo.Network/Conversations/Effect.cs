using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Memory;

namespace Hanzo.Network.Conversations;

/// <summary>What the shell is to do; <see cref="EffectRunner"/> does the calls.</summary>
public abstract record Effect;

/// <summary>An effect with an outcome that must come back as a command.</summary>
public abstract record CallEffect(EffectId Id, RunId Run) : Effect
{
    /// <summary>
    /// Where a tool, in <c>AIFunctionArguments.Context</c>, and a chat client, in <c>ChatOptions.AdditionalProperties</c>, find
    /// <see cref="IdempotencyKey"/>.
    /// </summary>
    public const string KeyName = "hanzo.idempotency_key";

    public DateTimeOffset? Deadline { get; init; }
    public string? TraceParent { get; init; }

    /// <summary>Begun by an earlier writer that did not record the end.</summary>
    public bool Recovered { get; init; }

    /// <summary>The same for every repetition of this call.</summary>
    public string IdempotencyKey => $"{Run.Session}.{Id}";
}

public sealed record CallModel(EffectId Id, RunId Run, ImmutableList<TranscriptEntry> Transcript) : CallEffect(Id, Run)
{
    /// <inheritdoc cref="ModelCalled.MaxOutput"/>
    public int? MaxOutput { get; init; }

    /// <summary>What the user has said last has been checked by no guardrail yet.</summary>
    public bool IsFirst { get; init; }

    /// <summary>What was remembered for it; empty: nothing.</summary>
    public ImmutableList<RecalledMemory> Recalled { get; init; } = [];

    /// <summary>Not a turn of the run: its reply is to be a summary of the transcript.</summary>
    public bool IsSummary { get; init; }
}

/// <summary>The agent's memory is asked what it has to what the user said last.</summary>
/// <param name="User">Null: the run names none.</param>
public sealed record RecallMemories(EffectId Id, RunId Run, ImmutableList<TranscriptEntry> Transcript, string? User) : CallEffect(Id, Run);

/// <summary>The agent's memory is told what was said.</summary>
/// <param name="User">Null: the run names none.</param>
public sealed record KeepMemories(EffectId Id, RunId Run, string Said, string Answer, string? User) : CallEffect(Id, Run)
{
    /// <inheritdoc cref="SaidInRun.Recalled"/>
    public ImmutableArray<string> Recalled { get => field.IsDefault ? [] : field; init; }

    /// <summary>The model may be asked to put old memories into a few sentences.</summary>
    public bool MayReflect { get; init; }
}

public sealed record CallTool(EffectId Id, RunId Run, ToolRequest Call) : CallEffect(Id, Run)
{
    /// <summary>A person has allowed this call; of one that is <see cref="CallEffect.Recovered"/>, before it was begun.</summary>
    public bool Approved { get; init; }
}

/// <summary>Another agent is asked: its run is begun, or found again by its id, and followed to its end.</summary>
public sealed record CallAgent(EffectId Id, RunId Run, ToolRequest Call, AgentName Agent) : CallEffect(Id, Run)
{
    /// <summary>The agent's run; null: it is not known to have begun.</summary>
    public RunId? Child { get; init; }

    /// <summary>The last event of that run that is known.</summary>
    public long After { get; init; }

    /// <inheritdoc cref="ChildRun.HandsOff"/>
    public bool HandsOff { get; init; }

    /// <inheritdoc cref="ChildRun.Limits"/>
    public RunLimits? Limits { get; init; }

    /// <inheritdoc cref="RunRequest.User"/>
    public string? User { get; init; }

    /// <summary>Who asks, as that run is told.</summary>
    public required RunOrigin Origin { get; init; }
}

/// <summary>Nobody wants the agent's run any more: it is cancelled, and how it has ended then is the outcome of the call.</summary>
public sealed record CancelAgent(CallAgent Call, string Reason) : Effect;

/// <summary>
/// Cut what is under way for this run, but for <see cref="CallAgent"/>: each call ends as <see cref="CutCall"/>, unless it was faster.
/// </summary>
public sealed record StopEffects(long Run) : Effect;
