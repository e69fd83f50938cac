using System.Collections.Immutable;
using System.Globalization;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Routing;

/// <param name="Weight">Above 0; only its proportion to the others counts.</param>
public sealed record WeightedRouter(IRouter Router, double Weight);

/// <summary>
/// Asks several routers and picks the agent with the highest sum of weight × score. What a router would not pick itself has nothing
/// of it, what it likes best has its whole weight, and others in proportion.
/// </summary>
public sealed class CompositeRouter : IRouter
{
    private readonly ImmutableArray<WeightedRouter> _routers;
    private readonly double _sum;

    /// <exception cref="ArgumentException">There is none, or a weight is not above 0.</exception>
    public CompositeRouter(params IEnumerable<WeightedRouter> routers)
    {
        _routers = [.. routers];
        if (_routers.IsEmpty) throw new ArgumentException("there must be a router at least.", nameof(routers));
        foreach (var (router, weight) in _routers)
            if (!(weight > 0) || !double.IsFinite(weight))
                throw new ArgumentException(
                    string.Create(CultureInfo.InvariantCulture, $"the weight of '{router.Name}' is {weight}; it must be above 0."),
                    nameof(routers));
        _sum = _routers.Sum(one => one.Weight);
    }

    public string Name => string.Join(" + ", _routers.Select(one => one.Router.Name));

    public async ValueTask<RouteDecision> RouteAsync(RouteQuery query, CancellationToken cancellation)
    {
        if (query.Agents.IsEmpty) return RouteDecision.Nobody("", []);
        var votes = query.Agents.ToDictionary(agent => agent.Name, _ => new Votes());
        var silent = ImmutableArray.CreateBuilder<(string Router, RouteDecision Decision)>();
        foreach (var (router, weight) in _routers)
        {
            var decision = await router.RouteAsync(query, cancellation);
            Count(router, weight / _sum, decision, votes);
            if (decision.Agent is not { } chosen || !votes.ContainsKey(chosen)) silent.Add((router.Name, decision));
        }

        var (best, considered) = RouteDecision.Rank(votes.Select(one => one.Value.For(one.Key)));
        if (best is null)
        {
            var reasons = silent.Select(one => $"{one.Router}: {one.Decision.Why}");
            return new RouteDecision(null, $"no router has anybody. {string.Join(" ", reasons)}", silent[0].Decision.Considered);
        }

        var none = silent.Count == 0 ? "" : $"; nobody: {string.Join(", ", silent.Select(one => one.Router))}";
        return new RouteDecision(best.Agent, $"'{best.Agent}' of {query.Agents.Length} agents: {best.Reason}{none}.", considered);
    }

    private static void Count(IRouter router, double share, RouteDecision decision, Dictionary<AgentName, Votes> votes)
    {
        var suiting = decision.Considered.Where(candidate => candidate.Suits && votes.ContainsKey(candidate.Agent)).ToList();
        // One that only names its choice.
        if (decision.Agent is { } chosen && votes.ContainsKey(chosen) && suiting.All(candidate => candidate.Agent != chosen))
            suiting = [new RouteCandidate(chosen, 1, "")];
        var most = suiting.Count == 0 ? 0 : suiting.Max(candidate => candidate.Score);
        foreach (var candidate in suiting)
            votes[candidate.Agent].Add(router.Name, share, most > 0 ? candidate.Score / most : 1, candidate);
    }

    private sealed class Votes
    {
        private readonly List<string> _told = [];
        private double _score;

        /// <param name="score">Of the router's best.</param>
        public void Add(string router, double share, double score, RouteCandidate candidate)
        {
            _score += share * score;
            var own = string.Create(CultureInfo.InvariantCulture, $"{candidate.Score:0.###}");
            var why = candidate.Reason.Length == 0 ? $" ({own})" : $" ({own}: {candidate.Reason})";
            _told.Add(string.Create(CultureInfo.InvariantCulture, $"{router} {share:0.##} × {score:0.##}{why}"));
        }

        public RouteCandidate For(AgentName agent) =>
            new(agent, RouteDecision.Rounded(_score), string.Join(" + ", _told)) { Suits = _score > 0 };
    }
}
