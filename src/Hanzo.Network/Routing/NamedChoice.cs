using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;

namespace Hanzo.Network.Routing;

/// <summary>What comes of a name that somebody else gave.</summary>
internal static class NamedChoice
{
    /// <param name="router">Of whom it is, for people.</param>
    /// <param name="chosen">Null: nobody was named.</param>
    /// <param name="reason">Why the agent was named; empty: nothing is known.</param>
    /// <param name="failure">What happened instead where nobody was named; the end of a sentence.</param>
    public static RouteDecision Decide(RouteQuery query, string router, string? chosen, string reason, string failure)
    {
        var agent = AgentName.TryParse(chosen, out var name) ? query.Find(name) : null;
        var why = reason.Length == 0 ? $"{router} chose it" : $"{router} chose it: {reason}";
        var (best, considered) = RouteDecision.Rank(query.Agents.Select(one =>
            one == agent ? new RouteCandidate(one.Name, 1, why) : new RouteCandidate(one.Name, 0, "")));
        if (best is not null)
            return new RouteDecision(best.Agent, $"'{best.Agent}' of {query.Agents.Length} agents: {why.TrimEnd('.')}.", considered);
        var what = chosen is null ? failure : $"named '{TextLimit.Cut(chosen, AgentName.MaxLength)}', which is not offered";
        return RouteDecision.Nobody($"{router} {what}", considered);
    }
}
