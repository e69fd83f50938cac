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
        if (ended is null)
        {
            var (lost, problem) = await TakeOverGroupAsync(isNew: false, cancellation);
            if (!lost.IsEmpty) return new PartitionReport(process.Options.NodeId, lost, now, now, [], 0) { TakenOver = true };
            throw new AgentNetworkException(
                NetworkError.Conflict,
                problem is null ? $"node '{process.Options.NodeId}' is not cut off from anybody: there is nothing to take over."
                    : $"node '{process.Options.NodeId}' cannot take over the network's group: {problem}");
        }

        await process.Standing.WaitAsync(standing => !standing.IsOutdated, cancellation);
        await gate.RequireAsync(process, cancellation);
        await TakeOverGroupAsync(isNew: true, cancellation);
        return ended;
    }

    private async Task<(ImmutableArray<string> Lost, string? Problem)> TakeOverGroupAsync(bool isNew, CancellationToken cancellation) =>
        process.Consensus is { } seat ? await seat.TakeOverAsync(isNew, cancellation) : ([], null);
}
