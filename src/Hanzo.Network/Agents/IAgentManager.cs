using Hanzo.Network.Placement;

namespace Hanzo.Network.Agents;

/// <summary>Agents that belong to the network instead of one node, and where their sessions are.</summary>
public interface IAgentManager
{
    /// <summary>
    /// Gives the network an agent, or a newer version of one: sessions go on with it from their next run.
    /// <see cref="Agent.Deployment"/> tells the scope, null for everywhere; its version is the network's to give.
    /// </summary>
    /// <param name="force">Also when no node may run it now: for nodes that are still to come.</param>
    /// <exception cref="AgentNetworkException">
    /// <see cref="NetworkError.InvalidRequest"/> with the field and its range; <see cref="NetworkError.Conflict"/> when a node has
    /// pinned an agent of this name, or somebody else changes it at the same time; <see cref="NetworkError.NoCandidate"/> with every node
    /// and its reason; <see cref="NetworkError.Unavailable"/> when the network's group has no majority within reach: nothing was changed;
    /// <see cref="NetworkError.Unconfirmed"/> when nobody knows whether it was.
    /// </exception>
    Task<AgentDeployed> DeployAsync(Agent agent, bool force = false, CancellationToken cancellation = default);

    /// <summary>Takes a deployed agent back: runs under way end, later ones are refused.</summary>
    /// <exception cref="AgentNetworkException">
    /// <see cref="NetworkError.UnknownAgent"/>; <see cref="NetworkError.Conflict"/> for an agent that a node has pinned;
    /// <see cref="NetworkError.Unavailable"/> and <see cref="NetworkError.Unconfirmed"/> as for deploying.
    /// </exception>
    Task UndeployAsync(AgentName name, CancellationToken cancellation = default);

    /// <summary>Moves the slot of a session, with all sessions in it, to another node.</summary>
    /// <exception cref="AgentNetworkException">
    /// <see cref="NetworkError.UnknownSlot"/>; <see cref="NetworkError.UnknownNode"/>;
    /// <see cref="NetworkError.NodeUnsuitable"/> with the reason;
    /// <see cref="NetworkError.Conflict"/> when only its present node has the slot's history.
    /// </exception>
    Task<Migration> MigrateAsync(MigrationRequest request, CancellationToken cancellation = default);

    /// <summary>Why sessions of the agent go where they go, for every node; by the same functions that decide it.</summary>
    /// <param name="without">Tells everything as if this node were not there.</param>
    /// <exception cref="AgentNetworkException">
    /// <see cref="NetworkError.UnknownAgent"/>; <see cref="NetworkError.UnknownNode"/>: there is no such node to leave out.
    /// </exception>
    Task<PlacementReport> ExplainAsync(AgentName name, string? without = null, CancellationToken cancellation = default);
}
