using System.Collections.Immutable;
using Hanzo.Network.Agents;

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

public sealed record CallModel(EffectId Id, RunId Run, ImmutableList<TranscriptEntry> Transcript) : CallEffect(Id, Run);

public sealed record CallTool(EffectId Id, RunId Run, ToolRequest Call) : CallEffect(Id, Run)
{
    /// <summary>A person has allowed this call; of one that is <see cref="CallEffect.Recovered"/>, before it was begun.</summary>
    public bool Approved { get; init; }
}

/// <summary>Cut what is under way for this run: each call ends as <see cref="CutCall"/>, unless it was faster.</summary>
public sealed record StopEffects(long Run) : Effect;
