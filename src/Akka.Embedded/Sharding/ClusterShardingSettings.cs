using Akka.Actor;
using Akka.Configuration;

namespace Akka.Cluster.Sharding;

/// <summary>Where Akka.NET's coordinator keeps its state. This runtime's keeps none: it asks the regions.</summary>
public enum StateStoreMode
{
    Persistence,
    DData,
}

public sealed class ClusterShardingSettings : INoSerializationVerificationNeeded
{
    /// <summary>Null: all members host shards.</summary>
    public readonly string? Role;

    /// <summary>Zero: idle entities stay.</summary>
    public readonly TimeSpan PassivateIdleEntityAfter;

    public readonly TimeSpan ShardRegionQueryTimeout;
    public readonly TuningParameters TuningParameters;

    private ClusterShardingSettings(string? role, TimeSpan passivateIdleAfter, TimeSpan queryTimeout, TuningParameters tuning)
    {
        Role = string.IsNullOrEmpty(role) ? null : role;
        PassivateIdleEntityAfter = passivateIdleAfter;
        ShardRegionQueryTimeout = queryTimeout;
        TuningParameters = tuning;
    }

    internal bool PassivatesIdleEntities => PassivateIdleEntityAfter > TimeSpan.Zero;

    /// <summary>As <c>akka.cluster.sharding</c> says.</summary>
    /// <exception cref="ConfigurationException">A value is not allowed, or asks for what this runtime does not have.</exception>
    public static ClusterShardingSettings Create(ActorSystem system)
    {
        var config = system.Settings.Config.GetConfig("akka.cluster.sharding");
        if (config.GetBoolean("remember-entities"))
            throw new ConfigurationException("akka.cluster.sharding.remember-entities = on is not supported by the embedded runtime.");
        var idle = config.GetString("passivate-idle-entity-after", "off");
        return new ClusterShardingSettings(
            config.GetString("role"),
            idle is "off" or "false" ? TimeSpan.Zero : config.GetTimeSpan("passivate-idle-entity-after"),
            config.GetTimeSpan("shard-region-query-timeout"),
            new TuningParameters(config));
    }

    public ClusterShardingSettings WithRole(string? role) => new(role, PassivateIdleEntityAfter, ShardRegionQueryTimeout, TuningParameters);

    /// <param name="duration">Zero: idle entities stay.</param>
    public ClusterShardingSettings WithPassivateIdleAfter(TimeSpan duration) =>
        new(Role, duration, ShardRegionQueryTimeout, TuningParameters);

    internal ClusterShardingSettings WithShardRegionQueryTimeout(TimeSpan timeout) =>
        new(Role, PassivateIdleEntityAfter, timeout, TuningParameters);
}
