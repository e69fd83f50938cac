using Hanzo.Network.Agents;
using Hanzo.Network.Node.Local;
using Hanzo.Network.Node.Settings;

namespace Hanzo.Network.Node.Hosting;

/// <summary>Takes the node id that the settings ask for.</summary>
internal static class NodeClaim
{
    /// <returns>The lock, or why there is none.</returns>
    public static (NodeLock? Lock, string? Refusal) Take(NodeSettings settings, DataRoot root)
    {
        try
        {
            if (settings.NodeId is null || settings.CountsUp)
            {
                var first = settings.NodeId ?? NodeIdRules.FromHostName(Environment.MachineName);
                return (NodeLock.TakeFirstFree(root, settings.Network, first), null);
            }

            var taken = NodeLock.TryTake(root, settings.Network, settings.NodeId);
            return taken is null ? (null, InUse(settings, root)) : (taken, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, $"the data folder {root.Path} cannot be used: {e.Message}");
        }
    }

    private static string InUse(NodeSettings settings, DataRoot root)
    {
        var holder = new LocalNodes(root).Find(settings.Network, settings.NodeId!);
        var who = holder is null
            ? "by a process that is starting or ending"
            : $"by process {holder.Pid} at {holder.Address}, {holder.HttpUrl}";
        return $"node id '{settings.NodeId}' of network '{settings.Network}' is in use on this machine {who}; choose another --node-id.";
    }
}
