using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Deployment;
using Hanzo.Network.Cluster.Placement;
using Hanzo.Network.Conversations;

namespace Hanzo.Network.Cluster.Sessions;

/// <summary>The definitions that sessions of one node go by: those deployed to the network first, then the node's own.</summary>
internal sealed class NodeAgents(string node, ImmutableSortedDictionary<AgentName, Agent> own, Board<DirectorySnapshot> board)
{
    /// <summary>The newest; null: none, or taken back.</summary>
    public Agent? Find(AgentName name) => board.Current.DeployedAgent(name) ?? own.GetValueOrDefault(name);

    /// <summary>Of any agent of the network; null: none is known.</summary>
    public string? DescriptionOf(AgentName name) => board.Current.Agents.GetValueOrDefault(name)?.Description;

    /// <summary>That it was taken back, and when; null: it was not, or it is not known here.</summary>
    public string? UndeployedText(AgentName name) => board.Current.UndeployedText(name);

    /// <summary>Whether this node has been told of at least this version.</summary>
    /// <param name="version">Null: of no deployment.</param>
    public bool Knows(AgentName name, long? version) => version is null || board.Current.DeployedVersion(name) >= version;

    /// <summary>Null: this node may run it.</summary>
    public Refusal? WhyNot(AgentName name)
    {
        if (Find(name) is not null) return null;
        return UndeployedText(name) is { } undeployed
            ? new Refusal(NetworkError.UnknownAgent, undeployed)
            : new Refusal(NetworkError.Unavailable, $"node '{node}' does not offer agent '{name}'.");
    }
}
