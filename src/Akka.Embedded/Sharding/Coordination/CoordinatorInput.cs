using System.Collections.Immutable;

namespace Akka.Embedded.Sharding.Coordination;

/// <summary>What the coordinator learns. A node is named by address and incarnation.</summary>
internal abstract record CoordinatorInput<TRegion>
{
    private CoordinatorInput()
    {
    }

    /// <summary>A member that may host shards: nothing is allocated until it has registered or said that it has no region.</summary>
    public sealed record NodeExpected(string Node) : CoordinatorInput<TRegion>;

    public sealed record NodeHasNoRegion(string Node) : CoordinatorInput<TRegion>;

    /// <summary>The member is removed, but may still run: nobody is sent there, and its shards are not free yet.</summary>
    public sealed record NodeRemoved(string Node) : CoordinatorInput<TRegion>;

    /// <summary>The member is removed and can no longer run anything: its shards are free.</summary>
    public sealed record NodeLost(string Node) : CoordinatorInput<TRegion>;

    /// <summary>A region bound itself to this coordinator and says what it hosts. A proxy hosts nothing, ever.</summary>
    public sealed record Registered(TRegion Region, string Node, ImmutableArray<string> Hosted, bool Proxy) : CoordinatorInput<TRegion>;

    /// <summary>The region and everything in it has stopped.</summary>
    public sealed record RegionStopped(TRegion Region) : CoordinatorInput<TRegion>;

    public sealed record HomeRequested(TRegion Requester, string Shard) : CoordinatorInput<TRegion>;

    public sealed record ShardStarted(TRegion Region, string Shard) : CoordinatorInput<TRegion>;

    /// <summary>The term is that of the hand-off that is answered: an earlier one says nothing about a shard that came back.</summary>
    public sealed record ShardStopped(TRegion Region, string Shard, long Term) : CoordinatorInput<TRegion>;

    /// <summary>The region forgot where the shard is and buffers what is sent to it.</summary>
    public sealed record HandOffBegun(TRegion Region, string Shard, long Term) : CoordinatorInput<TRegion>;

    /// <summary>The allocation strategy's answer.</summary>
    public sealed record Allocated(string Shard, TRegion Region) : CoordinatorInput<TRegion>;

    public sealed record AllocationFailed(string Shard) : CoordinatorInput<TRegion>;

    public sealed record RebalanceChosen(ImmutableArray<string> Shards) : CoordinatorInput<TRegion>;

    /// <summary>The region hands over all it hosts and gets nothing new.</summary>
    public sealed record LeaveRequested(TRegion Region) : CoordinatorInput<TRegion>;

    /// <summary>Whether new shards may be placed: false while too few members are reachable or a removal margin runs.</summary>
    public sealed record AllocationPermitted(bool Permitted) : CoordinatorInput<TRegion>;

    /// <summary>The retry interval has passed.</summary>
    public sealed record RetryDue : CoordinatorInput<TRegion>;
}
