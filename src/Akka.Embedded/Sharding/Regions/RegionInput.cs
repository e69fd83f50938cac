namespace Akka.Embedded.Sharding.Regions;

/// <summary>What a region learns. A command counts only with the epoch of the coordinator that the region is bound to.</summary>
internal abstract record RegionInput<TRegion>
{
    private RegionInput()
    {
    }

    /// <summary>The own node is a full member, in its own view. Before that a region hosts nothing.</summary>
    public sealed record MemberUp : RegionInput<TRegion>;

    public sealed record CoordinatorFound(long Epoch) : RegionInput<TRegion>;

    public sealed record RegistrationConfirmed(long Epoch) : RegionInput<TRegion>;

    /// <summary>The coordinator is gone or another member is the oldest now.</summary>
    public sealed record CoordinatorLost : RegionInput<TRegion>;

    public sealed record HostShard(long Epoch, string Shard) : RegionInput<TRegion>;

    public sealed record HomeTold(long Epoch, string Shard, TRegion Home) : RegionInput<TRegion>;

    public sealed record BeginHandOff(long Epoch, string Shard, long Term) : RegionInput<TRegion>;

    public sealed record HandOff(long Epoch, string Shard, long Term) : RegionInput<TRegion>;

    /// <summary>The shard and its entities have stopped.</summary>
    public sealed record ShardStopped(string Shard) : RegionInput<TRegion>;

    public sealed record RegionLost(TRegion Region) : RegionInput<TRegion>;

    /// <summary>A message is buffered for a shard without a known home.</summary>
    public sealed record HomeWanted(string Shard) : RegionInput<TRegion>;

    public sealed record Leave : RegionInput<TRegion>;

    /// <summary>A member is removed: the coordinator has other answers now, or soon.</summary>
    public sealed record HomesChanged : RegionInput<TRegion>;

    /// <summary>The retry interval has passed.</summary>
    public sealed record RetryDue : RegionInput<TRegion>;
}
