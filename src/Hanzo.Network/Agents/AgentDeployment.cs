using System.Collections.Immutable;

namespace Hanzo.Network.Agents;

/// <summary>That an agent belongs to the network and not to one node: any node in scope that has its tools may run it.</summary>
/// <param name="Version">Grows with every deployment of the name, also after it was undeployed.</param>
public sealed record AgentDeployment(long Version)
{
    /// <summary>Ids of the only nodes that may run it; empty: all.</summary>
    public ImmutableArray<string> Nodes { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>A label that its nodes must carry; null: none.</summary>
    public string? Label { get; init; }

    /// <summary>On at most so many nodes, those that suit it best; null: on all that may.</summary>
    public int? Replicas { get; init; }
}
