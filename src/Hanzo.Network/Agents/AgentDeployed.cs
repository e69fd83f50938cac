using System.Collections.Immutable;

namespace Hanzo.Network.Agents;

/// <summary>What came of a deployment.</summary>
/// <param name="Definition">With the version that the network gave.</param>
/// <param name="Nodes">Ids of the nodes that may run it now.</param>
/// <param name="Warning">Why nobody may, though it was deployed by force; null when somebody may.</param>
public sealed record AgentDeployed(Agent Definition, ImmutableArray<string> Nodes, string? Warning);
