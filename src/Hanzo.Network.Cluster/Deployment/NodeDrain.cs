using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Hosting;
using static Hanzo.Network.Cluster.Placement.DirectoryProtocol;

namespace Hanzo.Network.Cluster.Deployment;

/// <summary>Takes this node out of service and looks how far that is until nothing is under way on it.</summary>
internal sealed class NodeDrain(NodeProcess process, GenerationGate gate) : INetworkManager
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan AskTimeout = TimeSpan.FromSeconds(5);

    public async IAsyncEnumerable<DrainStep> DrainAsync(
        TimeSpan longest, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        Require(longest);
        var began = process.Time.GetTimestamp();
        var generation = await gate.RequireAsync(process, cancellation);
        process.IsDraining = true;
        generation.Directory.Tell(Drain.Instance);
        for (DrainStep? told = null; told is not { IsLast: true };)
        {
            var isLate = process.Time.GetElapsedTime(began) >= longest;
            var slots = await SlotsAsync(generation, cancellation);
            var step = DrainSteps.Look(process.Board.Current, slots, process.Gauge.Active, process.Gauge.Queued, isLate);
            if (step != told) yield return step;
            told = step;
            if (!step.IsLast) await Task.Delay(Every, process.Time, cancellation);
        }
    }

    private static async Task<ImmutableArray<string>> SlotsAsync(Generation generation, CancellationToken cancellation)
    {
        var region = await generation.Region.Ask<CurrentShardRegionState>(GetShardRegionState.Instance, AskTimeout, cancellation);
        return [.. region.Shards.Select(shard => shard.ShardId)];
    }

    private static void Require(TimeSpan longest)
    {
        if (longest < TimeSpan.Zero || longest > DrainStep.MaxTimeout)
            throw new AgentNetworkException(
                NetworkError.InvalidRequest,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"timeout is {longest.TotalSeconds} s; it must be 0 to {DrainStep.MaxTimeout.TotalSeconds} s."));
    }
}
