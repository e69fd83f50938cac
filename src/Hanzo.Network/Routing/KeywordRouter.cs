using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Text;
using Hanzo.Network.Tools;

namespace Hanzo.Network.Routing;

/// <summary>
/// Picks by words that prompt and agent share (name, description, tools) and by tools that can take something in the prompt.
/// The first of equals in name order; the same prompt always goes the same way.
/// </summary>
public sealed class KeywordRouter(ToolCatalog tools) : IRouter
{
    private const double NameWeight = 3;

    public string Name => "keywords";

    public ValueTask<RouteDecision> RouteAsync(RouteQuery query, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var asked = Words.Stems(query.Input).ToHashSet(StringComparer.Ordinal);
        var (best, considered) = RouteDecision.Rank(query.Agents.Select(agent => Rate(query.Input, asked, agent)));
        return ValueTask.FromResult(best is null
            ? new RouteDecision(null, NobodyText(query.Agents), considered)
            : new RouteDecision(best.Agent, $"'{best.Agent}' of {query.Agents.Length} agents: {best.Reason}.", considered));
    }

    private RouteCandidate Rate(string input, HashSet<string> asked, Agent agent)
    {
        var named = Shared(asked, agent.Name.Value);
        var described = Shared(asked, agent.Description).Except(named, StringComparer.Ordinal).ToList();
        var tool = tools.For(agent).Select(tool => ToolChoice.Rate(input, tool.Function)).OfType<ToolChoice>()
            .MaxBy(choice => choice.Score);
        var score = (named.Count * NameWeight) + described.Count + (tool?.Score ?? 0);
        var words = named.Concat(described).ToList();
        var reason = tool is { Score: > 0 } ? tool.Reason
            : words.Count > 0 ? $"it shares {string.Join(", ", words.Select(word => $"'{word}'"))} with the prompt"
            : "nothing in the prompt fits it";
        return new RouteCandidate(agent.Name, score, reason);
    }

    private static string NobodyText(ImmutableArray<Agent> agents) => agents.IsEmpty
        ? "no agent is offered in this network."
        : $"no agent suits the prompt; considered: {string.Join(", ", agents.Select(agent => agent.Name).Order())}. Name one.";

    private static List<string> Shared(HashSet<string> asked, string text) =>
        [.. Words.Stems(text).Distinct(StringComparer.Ordinal).Where(asked.Contains)];
}
