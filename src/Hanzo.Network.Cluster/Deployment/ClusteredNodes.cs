using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Partitions;

namespace Hanzo.Network.Cluster.Deployment;

internal sealed class ClusteredNodes(NodeProcess process, GenerationGate gate, NodeDrain drain) : INetworkManager
{
    public IAsyncEnumerable<DrainStep> DrainAsync(TimeSpan timeout, CancellationToken cancellation = default) =>
        drain.DrainAsync(timeout, cancellation);

    public async Task<PartitionReport> TakeOverAsync(CancellationToken cancellation = default)
    {
        PartitionReport? ended = null;
        var now = process.Time.GetUtcNow();
        process.Standing.Update(standing =>
        {
            var next = standing.TakenOver(now);
            if (!ReferenceEquals(next, standing)) ended = next.Reports[0];
            return next;
        });
        var alone = ended is null ? await TakeOverGroupAsync(isNew: false, cancellation) : [];
        if (!alone.IsEmpty) return new PartitionReport(process.Options.NodeId, alone, now, now, [], 0) { TakenOver = true };
        if (ended is null)
        {
            throw new AgentNetworkException(
                NetworkError.Conflict, $"node '{process.Options.NodeId}' is not cut off from anybody: there is nothing to take over.");
        }

        await process.Standing.WaitAsync(standing => !standing.IsOutdated, cancellation);
        await gate.RequireAsync(process, cancellation);
        await TakeOverGroupAsync(isNew: true, cancellation);
        return ended;
    }

    private async Task<ImmutableArray<string>> TakeOverGroupAsync(bool isNew, CancellationToken cancellation) =>
        process.Consensus is { } seat ? await seat.TakeOverAsync(isNew, cancellation) : [];
}
