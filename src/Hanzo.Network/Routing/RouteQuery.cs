using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Placement;
using Hanzo.Network.State;

namespace Hanzo.Network.Routing;

/// <summary>What a router may go by.</summary>
/// <param name="Agents">Those that the network offers.</param>
public sealed record RouteQuery(string Input, ImmutableArray<Agent> Agents)
{
    /// <summary>What the request says besides (<see cref="RunRequest.PlacementContext"/>).</summary>
    public ImmutableSortedDictionary<string, string> Context { get; init; } = PlacementState.NoContext;

    /// <summary>Nodes that may be given sessions, by id, with the load that they told last.</summary>
    public ImmutableArray<RoutePeer> Peers { get; init; } = [];

    /// <summary>What the network's nodes share; null where there is none.</summary>
    public INetworkState? State { get; init; }

    /// <summary>The agent of this name; null: it is not offered.</summary>
    public Agent? Find(AgentName name) => Agents.FirstOrDefault(agent => agent.Name == name);
}
