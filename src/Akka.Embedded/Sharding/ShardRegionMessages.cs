using System.Collections.Immutable;
using Akka.Actor;

namespace Akka.Cluster.Sharding;

public interface IShardRegionCommand;

public interface IShardRegionQuery;

/// <summary>
/// An entity tells its parent that it wants to stop: the parent sends the stop message back, and keeps what comes for the entity
/// meanwhile for its next incarnation.
/// </summary>
public sealed class Passivate : IShardRegionCommand
{
    public Passivate(object stopMessage) => StopMessage = stopMessage;

    public object StopMessage { get; }
}

/// <summary>The region hands its shards over and ends.</summary>
public sealed class GracefulShutdown : IShardRegionCommand
{
    public static readonly GracefulShutdown Instance = new();

    private GracefulShutdown()
    {
    }
}

/// <summary>Asks a region for <see cref="CurrentShardRegionState"/>.</summary>
public sealed class GetShardRegionState : IShardRegionQuery, IClusterShardingSerializable
{
    public static readonly GetShardRegionState Instance = new();

    private GetShardRegionState()
    {
    }
}

/// <summary>Asks a region for <see cref="ShardRegionStats"/>.</summary>
public sealed class GetShardRegionStats : IShardRegionQuery, IClusterShardingSerializable
{
    public static readonly GetShardRegionStats Instance = new();

    private GetShardRegionStats()
    {
    }
}

/// <summary>Asks any region for <see cref="ClusterShardingStats"/>; regions that do not answer in time are missing in it.</summary>
public sealed class GetClusterShardingStats : IShardRegionQuery, IClusterShardingSerializable
{
    public readonly TimeSpan Timeout;

    public GetClusterShardingStats(TimeSpan timeout) => Timeout = timeout;
}

/// <summary>Asks any region for <see cref="CurrentRegions"/>: none while it knows no coordinator.</summary>
public sealed class GetCurrentRegions : IShardRegionQuery, IClusterShardingSerializable
{
    public static readonly GetCurrentRegions Instance = new();

    private GetCurrentRegions()
    {
    }
}

/// <summary>The nodes with a region that hosts shards, or could.</summary>
public sealed class CurrentRegions : IClusterShardingSerializable, IEquatable<CurrentRegions>
{
    public readonly IImmutableSet<Address> Regions;

    public CurrentRegions(IImmutableSet<Address> regions) => Regions = regions;

    public bool Equals(CurrentRegions? other) => other is not null && Regions.SetEquals(other.Regions);

    public override bool Equals(object? obj) => Equals(obj as CurrentRegions);

    public override int GetHashCode() => Regions.Count;

    public override string ToString() => $"CurrentRegions({string.Join(", ", Regions)})";
}

/// <summary>The shards of a region with their entities.</summary>
public sealed class CurrentShardRegionState : IClusterShardingSerializable
{
    public readonly IImmutableSet<ShardState> Shards;
    public readonly IImmutableSet<string> Failed;

    /// <param name="failed">Shards that did not answer in time.</param>
    public CurrentShardRegionState(IImmutableSet<ShardState> shards, IImmutableSet<string> failed)
    {
        Shards = shards;
        Failed = failed;
    }

    public override string ToString() => $"CurrentShardRegionState({string.Join(", ", Shards)})";
}

public sealed class ShardState : IClusterShardingSerializable, IEquatable<ShardState>
{
    public readonly string ShardId;
    public readonly IImmutableSet<string> EntityIds;

    public ShardState(string shardId, IImmutableSet<string> entityIds)
    {
        ShardId = shardId;
        EntityIds = entityIds;
    }

    public bool Equals(ShardState? other) => other is not null && ShardId == other.ShardId && EntityIds.SetEquals(other.EntityIds);

    public override bool Equals(object? obj) => Equals(obj as ShardState);

    public override int GetHashCode() => (ShardId, EntityIds.Count).GetHashCode();

    public override string ToString() => $"ShardState({ShardId}: {EntityIds.Count} entities)";
}

/// <summary>The number of entities of each shard of a region.</summary>
public sealed class ShardRegionStats : IClusterShardingSerializable
{
    public readonly IImmutableDictionary<string, int> Stats;
    public readonly IImmutableSet<string> Failed;

    public ShardRegionStats(IImmutableDictionary<string, int> stats, IImmutableSet<string> failed)
    {
        Stats = stats;
        Failed = failed;
    }
}

public sealed class ClusterShardingStats : IClusterShardingSerializable
{
    public readonly IImmutableDictionary<Address, ShardRegionStats> Regions;

    public ClusterShardingStats(IImmutableDictionary<Address, ShardRegionStats> regions) => Regions = regions;
}
