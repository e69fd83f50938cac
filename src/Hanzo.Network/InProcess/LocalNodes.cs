using Hanzo.Network.Agents;
using Hanzo.Network.Partitions;

namespace Hanzo.Network.InProcess;

/// <summary>The one node of a network in one process: nothing can move away from it.</summary>
internal sealed class LocalNodes : INetworkManager
{
    public IAsyncEnumerable<DrainStep> DrainAsync(TimeSpan timeout, CancellationToken cancellation = default) =>
        throw new AgentNetworkException(
            NetworkError.InvalidRequest, "a network in one process has no other node to drain to; dispose it instead.");

    public Task<PartitionReport> TakeOverAsync(CancellationToken cancellation = default) =>
        throw new AgentNetworkException(NetworkError.Conflict, "a network in one process has nobody to be cut off from.");
}
