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

    public ValueTask<RouteDecision> RouteAsync(string input, ImmutableArray<Agent> agents, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var asked = Words.Stems(input).ToHashSet(StringComparer.Ordinal);
        var considered = agents.Select(agent => Rate(input, asked, agent))
            .OrderByDescending(candidate => candidate.Score).ThenBy(candidate => candidate.Agent).ToImmutableArray();
        return ValueTask.FromResult(considered is [{ Score: > 0 } best, ..]
            ? new RouteDecision(best.Agent, $"'{best.Agent}' of {agents.Length} agents: {best.Reason}.", considered)
            : new RouteDecision(null, NobodyText(agents), considered));
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
