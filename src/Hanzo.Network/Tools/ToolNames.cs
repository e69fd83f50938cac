using System.Collections.Immutable;

namespace Hanzo.Network.Tools;

/// <summary>The tools that a node has, as far as names tell.</summary>
public sealed record ToolNames(ImmutableArray<string> Names)
{
    /// <summary>Names that begin so are taken for granted: what there is behind them is known only when somebody asks there.</summary>
    public ImmutableArray<string> Prefixes { get; init; } = [];

    /// <summary>Tools that the node would have, each with what a person must do for it.</summary>
    public ImmutableSortedDictionary<string, string> Off { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    public bool Has(string name) =>
        Names.Contains(name, StringComparer.Ordinal) || Prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>For people: why there is no tool of this name.</summary>
    public string Unknown(string name)
    {
        if (Off.TryGetValue(name, out var how)) return $"tool '{name}' is off; {how} turns it on.";
        var known = string.Join(", ", Names.Concat(Prefixes.Select(prefix => $"{prefix}…")).Order(StringComparer.Ordinal));
        return $"tool '{name}' is unknown; this node has {known}.";
    }
}
