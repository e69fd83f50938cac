using System.Collections.Immutable;
using Hanzo.Network.Conversations;
using Hanzo.Network.Placement;

namespace Hanzo.Network.Agents;

/// <summary>One prompt to an agent, or to the network's router when no agent is named.</summary>
public sealed record RunRequest(string Input)
{
    /// <summary>Bytes of the input as JSON text in UTF-8.</summary>
    public const int MaxInputBytes = ConversationLimits.MaxTextBytes;

    /// <summary>Bytes of input and history together as JSON text in UTF-8: one message between nodes holds them.</summary>
    public const int MaxSaidBytes = ConversationLimits.MaxTextBytes + ChildContext.MaxBytes;

    /// <summary>Null or <c>auto</c>: the router picks.</summary>
    public string? Agent { get; init; }

    /// <summary>Continues this session; null starts a new one.</summary>
    public SessionId? Session { get; init; }

    /// <summary>
    /// An id of the caller's choice (<see cref="GivenRunId"/>): the same id with the same input, agent and session is the same run, however
    /// often and to whatever node it is sent; with another it is <see cref="NetworkError.Conflict"/>. Null: every request is a run.
    /// </summary>
    public string? RunId { get; init; }

    public PlacementStrategy Placement { get; init; } = PlacementStrategy.Capability;

    /// <summary>Gives a new session a slot of its own, so that it can be moved without others.</summary>
    public bool Dedicated { get; init; }

    /// <summary>Null: no deadline.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>Those of the agent count beside them; null: only those.</summary>
    public RunLimits? Limits { get; init; }

    /// <summary>Null: no run asks for it.</summary>
    public RunOrigin? Origin { get; init; }

    /// <summary>
    /// What was said before, as who asks remembers it: lines of <c>user</c>, <c>assistant</c> and <c>system</c> for a new session, and of
    /// <c>system</c> alone, which take the place of earlier ones, for one that goes on. With the input at most <see cref="MaxSaidBytes"/>.
    /// </summary>
    public ImmutableArray<TranscriptLine> History { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>
    /// For whom it is: what agents remember of runs for one user does not reach another's. Whoever may ask for runs says so, and is
    /// believed. Null: nobody in particular.
    /// </summary>
    public string? User { get; init; }

    /// <summary>The name of a placement that the network's builder added; it counts instead of <see cref="Placement"/>.</summary>
    public string? CustomPlacement { get; init; }

    /// <summary>What such a placement may go by besides the input.</summary>
    public ImmutableSortedDictionary<string, string> PlacementContext { get; init; } = PlacementState.NoContext;
}
