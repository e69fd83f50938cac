using System.Collections.Immutable;
using Hanzo.Network.Routing;

namespace Hanzo.Network.Conversations;

/// <summary>How a router picked a run's agent, as it is kept with the run.</summary>
public sealed record RouteNote(string Agent, string Why)
{
    /// <summary>Candidates kept, the best.</summary>
    public const int MaxConsidered = 10;

    /// <summary>Characters of <see cref="Why"/>.</summary>
    public const int MaxWhy = 500;

    /// <summary>Characters of a candidate's reason.</summary>
    public const int MaxReason = 200;

    /// <summary>Best first.</summary>
    public ImmutableArray<RouteNoteCandidate> Considered { get => field.IsDefault ? [] : field; init; }

    /// <returns>Null: it picked nobody.</returns>
    public static RouteNote? Of(RouteDecision decision) => decision.Agent is not { } agent
        ? null
        : new RouteNote(agent.Value, TextLimit.Cut(decision.Why, MaxWhy))
        {
            Considered = [.. decision.Considered.Take(MaxConsidered).Select(RouteNoteCandidate.Of)],
        };
}

/// <param name="Score">Comparable within one decision only.</param>
public sealed record RouteNoteCandidate(string Agent, double Score, string Reason)
{
    internal static RouteNoteCandidate Of(RouteCandidate candidate) => new(
        candidate.Agent.Value,
        double.IsFinite(candidate.Score) ? candidate.Score : 0,
        TextLimit.Cut(candidate.Reason, RouteNote.MaxReason));
}
