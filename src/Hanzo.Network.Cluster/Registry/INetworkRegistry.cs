using Hanzo.Network.Agents;

namespace Hanzo.Network.Cluster.Registry;

/// <summary>
/// What the network as a whole holds, on every node alike: agents deployed to it, as its consensus group decides, and wishes where slots
/// should be, confirmed when a majority of the nodes has them; all of it is read from <see cref="Placement.DirectorySnapshot"/>. Where
/// nodes have no group, the oldest one decides on agents.
/// </summary>
internal interface INetworkRegistry
{
    /// <summary>Deploys the definition as the next version of its name. Who may run it is not looked at.</summary>
    /// <param name="agent">Its <see cref="Agent.Deployment"/> says where; the version in it does not count.</param>
    /// <returns>The definition with its version.</returns>
    /// <exception cref="AgentNetworkException">
    /// <see cref="NetworkError.InvalidRequest"/>: larger than <see cref="AgentsFile.MaxDefinitionBytes"/>, or one name more than
    /// <see cref="Agents.Choices.AgentChoices.MaxDeployed"/>. <see cref="NetworkError.Conflict"/>: somebody else changes it at the same
    /// time. <see cref="NetworkError.Unavailable"/>: the group has no majority here, and nothing was changed.
    /// <see cref="NetworkError.Unconfirmed"/>: the group was asked, and nobody knows.
    /// </exception>
    Task<Agent> PutAgentAsync(Agent agent, CancellationToken cancellation);

    /// <summary>Takes it back; one that is not deployed stays so.</summary>
    /// <exception cref="AgentNetworkException">
    /// <see cref="NetworkError.Conflict"/>, <see cref="NetworkError.Unavailable"/> or <see cref="NetworkError.Unconfirmed"/>, as for
    /// deploying.
    /// </exception>
    Task RemoveAgentAsync(AgentName name, CancellationToken cancellation);

    /// <summary>Asks a majority for an agent that this node has not heard of, or only that it was taken back.</summary>
    /// <returns>The version of the last change, of which the directory has been told; 0: nobody has heard of it.</returns>
    /// <exception cref="AgentNetworkException"><see cref="NetworkError.Unavailable"/>: no majority answers.</exception>
    Task<long> LookForAgentAsync(AgentName name, CancellationToken cancellation);

    /// <summary>
    /// Asks that the slot move to the node. The coordinator's node drops the wish when it is fulfilled, too old, or hopeless:
    /// <see cref="WishRules"/>.
    /// </summary>
    /// <exception cref="AgentNetworkException">
    /// <see cref="NetworkError.Unavailable"/>: <see cref="RegistryKeys.MaxEntries"/> wishes are open, or no majority answers.
    /// </exception>
    Task WishAsync(SlotId slot, string node, CancellationToken cancellation);
}
