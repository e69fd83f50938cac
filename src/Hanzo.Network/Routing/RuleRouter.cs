using System.Collections.Immutable;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Routing;

/// <summary>Picks by regular expressions: the first rule that matches and whose agent is offered.</summary>
public sealed class RuleRouter : IRouter
{
    public const int MaxRules = 500;

    /// <summary>Of a longer prompt, characters from its beginning that are matched.</summary>
    public const int MaxMatched = 16_384;

    private const double First = 1;

    // Of agents that a later rule names: in a composite they count less than the first.
    private const double Later = 0.5;

    private readonly ImmutableArray<RouteRule> _rules;

    /// <exception cref="ArgumentException">There are more than 500.</exception>
    public RuleRouter(params IEnumerable<RouteRule> rules)
    {
        _rules = [.. rules];
        if (_rules.Length > MaxRules)
            throw new ArgumentException($"there are {_rules.Length} rules; at most {MaxRules} are allowed.", nameof(rules));
    }

    public string Name => "rules";

    /// <summary>The same with one more, after the others.</summary>
    /// <exception cref="ArgumentException">The pattern cannot be used, the name is none, or there are too many.</exception>
    public RuleRouter AddRule(string pattern, string agent) => AgentName.TryParse(agent, out var name)
        ? new RuleRouter(_rules.Add(new RouteRule(pattern, name)))
        : throw new ArgumentException($"'{agent}' is no agent name; it must match {AgentName.AllowedForm}.", nameof(agent));

    public ValueTask<RouteDecision> RouteAsync(RouteQuery query, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var text = query.Input.AsSpan(0, Math.Min(query.Input.Length, MaxMatched));
        var offered = query.Agents.Select(agent => agent.Name).ToHashSet();
        var matched = ImmutableArray.CreateBuilder<RouteCandidate>();
        var absent = ImmutableArray.CreateBuilder<string>();
        for (var i = 0; i < _rules.Length; i++)
        {
            var rule = _rules[i];
            if (matched.Any(candidate => candidate.Agent == rule.Agent) || !rule.Matches(text)) continue;
            if (!offered.Contains(rule.Agent))
            {
                absent.Add($"rule {i + 1} is for '{rule.Agent}', which is not offered");
                continue;
            }

            matched.Add(new RouteCandidate(rule.Agent, matched.Count == 0 ? First : Later, $"rule {i + 1}, /{rule.Pattern}/, matches"));
        }

        return ValueTask.FromResult(Decide(query, matched.ToImmutable(), string.Concat(absent.Select(text => $"; {text}"))));
    }

    private RouteDecision Decide(RouteQuery query, ImmutableArray<RouteCandidate> matched, string absent)
    {
        var named = matched.Select(candidate => candidate.Agent).ToHashSet();
        var others = query.Agents.Where(agent => !named.Contains(agent.Name))
            .Select(agent => new RouteCandidate(agent.Name, 0, "")).OrderBy(candidate => candidate.Agent);
        ImmutableArray<RouteCandidate> considered = [.. matched, .. others];
        if (matched.IsEmpty) return RouteDecision.Nobody($"none of {_rules.Length} rules matches{absent}", considered);
        var why = $"'{matched[0].Agent}' of {query.Agents.Length} agents: {matched[0].Reason}{absent}.";
        return new RouteDecision(matched[0].Agent, why, considered);
    }
}
