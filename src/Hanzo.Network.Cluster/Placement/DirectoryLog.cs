using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Cluster.Placement;

internal static partial class DirectoryLog
{
    [LoggerMessage(5240, LogLevel.Warning, "Who holds histories in a journal of its own could not be noted.")]
    public static partial void NotNoted(ILogger log, Exception error);

    [LoggerMessage(5241, LogLevel.Warning, "More notes of holders are kept than are needed: no snapshot, or no deletion, could be stored.")]
    public static partial void NotPruned(ILogger log, Exception error);

    [LoggerMessage(5242, LogLevel.Warning, "A note of who holds histories in a journal of its own cannot be read, and is passed over.")]
    public static partial void NotRead(ILogger log, Exception error);

    /// <summary>Says who came, went, or changed its health.</summary>
    public static void Differences(ILogger log, DirectorySnapshot before, DirectorySnapshot after)
    {
        if (ReferenceEquals(before.Nodes, after.Nodes)) return;
        foreach (var (address, node) in after.Nodes)
        {
            var old = before.Nodes.GetValueOrDefault(address);
            if (node.NodeId is not { } id || node.IsSelf) continue;
            if (old?.NodeId != id) NodeAppeared(log, id, address, node.Description!.Agents.Length);
            else if (old.Healthy != node.Healthy) HealthChanged(log, id, node.Healthy ? "healthy" : "not healthy", node.Reachable);
        }

        foreach (var (address, node) in before.Nodes)
            if (node.NodeId is { } id && !after.Nodes.ContainsKey(address)) NodeGone(log, id, address);
    }

    [LoggerMessage(5100, LogLevel.Information, "Node {Node} at {Address} offers {Agents} agents.")]
    private static partial void NodeAppeared(ILogger log, string node, string address, int agents);

    [LoggerMessage(5101, LogLevel.Information, "Node {Node} at {Address} is gone.")]
    private static partial void NodeGone(ILogger log, string node, string address);

    [LoggerMessage(5102, LogLevel.Information, "Node {Node} is {Health} (reachable: {Reachable}).")]
    private static partial void HealthChanged(ILogger log, string node, string health, bool reachable);
}
