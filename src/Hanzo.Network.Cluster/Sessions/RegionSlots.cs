using System.Collections.Immutable;
using Akka.Cluster.Sharding;

namespace Hanzo.Network.Cluster.Sessions;

/// <summary>The slots that a region has.</summary>
internal static class RegionSlots
{
    /// <summary>Those that did not say which sessions they have are there as well.</summary>
    public static ImmutableArray<string> Of(CurrentShardRegionState region) =>
        [.. region.Shards.Select(shard => shard.ShardId).Concat(region.Failed)];
}
