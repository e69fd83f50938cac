using System.Collections.Frozen;
using System.Collections.Immutable;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Tools;

/// <summary>The tools of one node, by name.</summary>
public sealed class ToolCatalog
{
    private readonly FrozenDictionary<string, Tool> _tools;
    private readonly ImmutableArray<string> _names;
    private readonly ImmutableArray<IToolSource> _sources;

    /// <param name="sources">Have what is not among <paramref name="tools"/>; of two the first one counts.</param>
    /// <exception cref="ArgumentException">Two tools have the same name, or the options of one are not allowed.</exception>
    public ToolCatalog(IEnumerable<Tool> tools, params IEnumerable<IToolSource> sources)
    {
        var byName = new Dictionary<string, Tool>(StringComparer.Ordinal);
        foreach (var tool in tools)
        {
            if (Unanswered.Check(tool.Options.Unanswered) is { } wrong)
                throw new ArgumentException($"'{nameof(Unanswered)}' of tool '{tool.Name}' {wrong}.", nameof(tools));
            if (!byName.TryAdd(tool.Name, tool))
                throw new ArgumentException($"Two tools are named '{tool.Name}'; a name must be unique.", nameof(tools));
        }

        _tools = byName.ToFrozenDictionary(StringComparer.Ordinal);
        _names = [.. byName.Keys.Order(StringComparer.Ordinal)];
        _sources = [.. sources];
    }

    /// <summary>Of all that it has now, each once, in ordinal order.</summary>
    public ImmutableArray<string> Names => _sources.IsEmpty
        ? _names
        : [.. _names.Concat(_sources.SelectMany(source => source.Names)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <inheritdoc cref="IToolSource.Notices"/>
    public ImmutableArray<string> Notices => [.. _sources.SelectMany(source => source.Notices)];

    public Tool? Find(string name) => _tools.GetValueOrDefault(name)
        ?? _sources.Select(source => source.Find(name)).FirstOrDefault(tool => tool is not null);

    /// <summary>The tool as this agent may use it; null when the agent does not have it or the node does not.</summary>
    public Tool? Find(Agent agent, string name)
    {
        if (agent.Tools.FirstOrDefault(reference => reference.Name == name) is not { } used || Find(name) is not { } tool) return null;
        var options = tool.Options with
        {
            Effect = used.Effect ?? tool.Options.Effect,
            Approval = used.Approval ?? tool.Options.Approval,
            Unanswered = used.Unanswered ?? tool.Options.Unanswered,
        };
        return options == tool.Options ? tool : tool with { Options = options };
    }

    /// <summary>The agent's tools that this node has, in the agent's order.</summary>
    public ImmutableArray<Tool> For(Agent agent) => [.. agent.Tools.Select(reference => Find(agent, reference.Name)).OfType<Tool>()];

    /// <summary>Names of the agent's tools that this node does not have.</summary>
    public ImmutableArray<string> MissingFor(Agent agent) =>
        [.. agent.Tools.Select(reference => reference.Name).Where(name => Find(name) is null)];
}
