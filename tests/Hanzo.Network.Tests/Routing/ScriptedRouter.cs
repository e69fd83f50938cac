using Hanzo.Network.Agents;
using Hanzo.Network.Routing;

namespace Hanzo.Network.Tests.Routing;

/// <summary>Gives each agent the score that it is told, the best of those above 0 is picked.</summary>
internal sealed class ScriptedRouter(string name, params (string Agent, double Score)[] scores) : IRouter
{
    public string Name => name;

    public int Asked { get; private set; }

    public ValueTask<RouteDecision> RouteAsync(RouteQuery query, CancellationToken cancellation)
    {
        Asked++;
        var ranked = scores.OrderByDescending(one => one.Score)
            .Select(one => new RouteCandidate(AgentName.Parse(one.Agent), one.Score, $"{name} says so")).ToList();
        var best = ranked.FirstOrDefault(one => one.Score > 0);
        return ValueTask.FromResult(new RouteDecision(best?.Agent, best is null ? $"{name} knows nobody." : $"{name} chose.", [.. ranked]));
    }
}
