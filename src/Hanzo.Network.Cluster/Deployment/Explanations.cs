using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Placement;
using Hanzo.Network.Placement;

namespace Hanzo.Network.Cluster.Deployment;

/// <summary>Why sessions of an agent go where they go, as one node knows the network.</summary>
internal static class Explanations
{
    /// <param name="known">What the next session would be placed by.</param>
    /// <exception cref="AgentNetworkException">The agent or the node to leave out is unknown.</exception>
    public static PlacementReport Of(DirectorySnapshot snapshot, PlacementInput known, AgentName name, string? without)
    {
        if (!snapshot.Agents.TryGetValue(name, out var agent)) throw Dispatcher.Missing(snapshot, name);
        if (without is not null && snapshot.Find(without) is null)
            throw new AgentNetworkException(NetworkError.UnknownNode, snapshot.UnknownNodeText(without));
        return PlacementReport.Of(known with { Agents = [agent] }, agent, without) with { Unusable = Unusable(snapshot) };
    }

    private static ImmutableSortedDictionary<string, string> Unusable(DirectorySnapshot snapshot) => snapshot.Nodes.Values
        .Where(node => !node.IsUsable)
        .ToImmutableSortedDictionary(node => node.NodeId ?? node.Address, Dispatcher.WhyNotUsable, StringComparer.Ordinal);
}
