using Hanzo.Network.Agents;

namespace Hanzo.Network.Cluster.Registry;

/// <summary>What a name that was ever deployed stands for. Of two, the higher version counts.</summary>
/// <param name="Definition">With its <see cref="Agent.Deployment"/>; null: undeployed.</param>
internal sealed record DeployedAgent(AgentName Name, long Version, Agent? Definition)
{
    /// <summary>By the clock of the node that was asked; null while it is deployed.</summary>
    public DateTimeOffset? UndeployedAt { get; init; }
}
