using System.Collections.Frozen;
using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Text;

namespace Hanzo.Network.Routing;

/// <summary>What an agent is for, as texts to compare a prompt with.</summary>
/// <param name="About">Its name, description and tools.</param>
internal sealed record AgentProfile(AgentName Name, string About, ImmutableArray<string> Examples)
{
    /// <summary>How many examples <see cref="About"/> counts as.</summary>
    public const float AboutWeight = 2;

    private readonly Lazy<FrozenSet<string>> _stems = new(() =>
        Words.Stems(About).Concat(Examples.SelectMany(Words.Stems)).ToFrozenSet(StringComparer.Ordinal));

    public IEnumerable<string> Texts => Examples.Prepend(About);

    public static AgentProfile Of(Agent agent)
    {
        var tools = string.Join(' ', agent.Tools.Select(tool => tool.Name.Replace('_', ' ')));
        var about = $"{agent.Name.Value.Replace('_', ' ').Replace('-', ' ')}. {agent.Description} {tools}";
        return new AgentProfile(agent.Name, about, agent.Examples.IsDefault ? [] : agent.Examples);
    }

    public bool IsSame(AgentProfile other) => Name == other.Name && About == other.About && Examples.SequenceEqual(other.Examples);

    /// <summary>Words of the prompt that are in its texts, in the prompt's order.</summary>
    public IEnumerable<string> Shared(IEnumerable<string> stems) => stems.Where(_stems.Value.Contains);
}
