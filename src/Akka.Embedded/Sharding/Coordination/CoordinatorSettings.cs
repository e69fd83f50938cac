using Akka.Cluster.Sharding;

namespace Akka.Embedded.Sharding.Coordination;

/// <param name="RegionPath">Where the region of this type is on each node, from the root.</param>
internal sealed record CoordinatorSettings(
    string TypeName, ClusterShardingSettings Sharding, IShardAllocationStrategy Strategy, IReadOnlyList<string> RegionPath);
