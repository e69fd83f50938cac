using System.Collections.Immutable;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Cluster.Placement;
using Hanzo.Network.Models;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Cluster.Models;

/// <summary>The models of all nodes, as this one has heard of them.</summary>
internal sealed class NetworkModels(NodeProcess process, GenerationGate gate) : INetworkModels
{
    public ImmutableArray<NetworkModel> Current => Of(process.Board.Current);

    public IChatClient ClientFor(NetworkModel model) => new RemoteChatClient(model, process, gate);

    /// <summary>Of this node, and of others that answer and stay.</summary>
    public static ImmutableArray<NetworkModel> Of(DirectorySnapshot snapshot) =>
    [
        .. snapshot.Nodes.Values
            .Where(node => node.Description is not null && (node.IsSelf || (node.Healthy && !node.Description.Draining)))
            .OrderBy(node => node.NodeId, StringComparer.Ordinal)
            .SelectMany(node => node.Description!.Models, (node, served) => NetworkModel.Of(node.NodeId!, served, node.IsSelf)),
    ];
}
