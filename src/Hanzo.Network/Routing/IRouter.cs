using System.Collections.Immutable;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Routing;

/// <summary>Picks the agent for a prompt that names none.</summary>
public interface IRouter
{
    ValueTask<RouteDecision> RouteAsync(string input, ImmutableArray<Agent> agents, CancellationToken cancellation);
}

/// <param name="Agent">Null when no agent suits.</param>
/// <param name="Why">One sentence for people; without an agent it names whom the router considered.</param>
/// <param name="Considered">Best first.</param>
public sealed record RouteDecision(AgentName? Agent, string Why, ImmutableArray<RouteCandidate> Considered);

/// <param name="Score">0 or more; comparable within one decision only.</param>
public sealed record RouteCandidate(AgentName Agent, double Score, string Reason);
