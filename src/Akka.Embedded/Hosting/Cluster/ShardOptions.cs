using Akka.Cluster.Sharding;

namespace Akka.Cluster.Hosting;

/// <summary>What one entity type has otherwise than <c>akka.cluster.sharding</c> says; null: as it says.</summary>
public sealed class ShardOptions
{
    /// <summary>Of the members that host; others get a proxy.</summary>
    public string? Role { get; set; }

    /// <summary>What entities get when their shard moves; they must stop on it. Null: a PoisonPill.</summary>
    public object? HandOffStopMessage { get; set; }

    /// <summary>False: idle entities stay, whatever <see cref="PassivateIdleEntityAfter"/> is.</summary>
    public bool? ShouldPassivateIdleEntities { get; set; }

    public TimeSpan? PassivateIdleEntityAfter { get; set; }

    public TimeSpan? ShardRegionQueryTimeout { get; set; }

    /// <summary>Without effect: this runtime's coordinator keeps no stored state.</summary>
    public StateStoreMode? StateStoreMode { get; set; }

    internal ClusterShardingSettings Over(ClusterShardingSettings settings)
    {
        if (Role is not null)
            settings = settings.WithRole(Role);
        if (ShouldPassivateIdleEntities == false)
            settings = settings.WithPassivateIdleAfter(TimeSpan.Zero);
        else if (PassivateIdleEntityAfter is { } idle)
            settings = settings.WithPassivateIdleAfter(idle);
        return ShardRegionQueryTimeout is { } timeout ? settings.WithShardRegionQueryTimeout(timeout) : settings;
    }
}
