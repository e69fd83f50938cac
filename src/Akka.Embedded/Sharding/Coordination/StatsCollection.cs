using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Sharding;

namespace Akka.Embedded.Sharding.Coordination;

/// <summary>Asks all regions how many entities they have. Those that do not answer in time are left out.</summary>
internal static class StatsCollection
{
    public static async Task<ClusterShardingStats> Collect(
        IReadOnlyList<IActorRef> regions, Func<IActorRef, Address> addressOf, TimeSpan timeout)
    {
        var answers = await Task.WhenAll(regions.Select(region => Ask(region, timeout)));
        var stats = ImmutableDictionary.CreateBuilder<Address, ShardRegionStats>();
        for (var i = 0; i < regions.Count; i++)
        {
            if (answers[i] is { } answer)
                stats[addressOf(regions[i])] = answer;
        }

        return new ClusterShardingStats(stats.ToImmutable());
    }

    private static async Task<ShardRegionStats?> Ask(IActorRef region, TimeSpan timeout)
    {
        try
        {
            return await region.Ask<ShardRegionStats>(GetShardRegionStats.Instance, timeout);
        }
        catch (AskTimeoutException)
        {
            return null;
        }
    }
}
