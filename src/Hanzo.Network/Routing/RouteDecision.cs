using System.Collections.Immutable;
using System.Globalization;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Routing;

/// <param name="Agent">Null when no agent suits.</param>
/// <param name="Why">A sentence for people; without an agent it names whom the router considered.</param>
/// <param name="Considered">Best first.</param>
public sealed record RouteDecision(AgentName? Agent, string Why, ImmutableArray<RouteCandidate> Considered)
{
    private const int MostNamed = 10;
    private const int MostReasons = 3;

    /// <summary>Scores are told to three digits.</summary>
    internal static double Rounded(double score) => Math.Round(score, 3);

    /// <summary>The best that suits, the first of equals in name order; null: none does.</summary>
    internal static (RouteCandidate? Best, ImmutableArray<RouteCandidate> Considered) Rank(IEnumerable<RouteCandidate> candidates)
    {
        var ranked = candidates.OrderByDescending(one => one.Suits).ThenByDescending(one => one.Score).ThenBy(one => one.Agent)
            .ToImmutableArray();
        return (ranked is [{ Suits: true } best, ..] ? best : null, ranked);
    }

    /// <param name="what">Why there is nobody, such as <c>no agent suits the prompt</c>.</param>
    internal static RouteDecision Nobody(string what, ImmutableArray<RouteCandidate> considered)
    {
        if (considered.IsEmpty) return new RouteDecision(null, "no agent is offered in this network.", considered);
        var named = considered.Take(MostNamed).Select((one, place) => place < MostReasons && one.Reason.Length > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{one.Agent} {one.Score:0.###} ({one.Reason})")
            : string.Create(CultureInfo.InvariantCulture, $"{one.Agent} {one.Score:0.###}"));
        var more = considered.Length > MostNamed ? $" and {considered.Length - MostNamed} more" : "";
        return new RouteDecision(null, $"{what}; considered: {string.Join(", ", named)}{more}. Name one.", considered);
    }
}

/// <param name="Score">0 or more, mostly up to 1; comparable within one decision only.</param>
/// <param name="Reason">Part of a sentence.</param>
public sealed record RouteCandidate(AgentName Agent, double Score, string Reason)
{
    /// <summary>The router could have picked it.</summary>
    public bool Suits { get; init; } = Score > 0;
}
