using System.Collections.Immutable;

namespace Akka.Embedded.Sharding.Regions;

/// <summary>What a region does, in order. What is sent goes to the coordinator that the region is bound to.</summary>
internal abstract record RegionEffect<TRegion>
{
    private RegionEffect()
    {
    }

    public sealed record FindCoordinator : RegionEffect<TRegion>;

    /// <summary>Say that nothing is hosted here, and that no coordinator of an earlier epoch will be obeyed any more.</summary>
    public sealed record Promise(long Epoch) : RegionEffect<TRegion>;

    public sealed record Register(ImmutableArray<string> Hosted) : RegionEffect<TRegion>;

    public sealed record AskHome(string Shard) : RegionEffect<TRegion>;

    /// <summary>Start the shard unless it runs, and give it what is buffered.</summary>
    public sealed record Run(string Shard) : RegionEffect<TRegion>;

    public sealed record ConfirmStarted(string Shard) : RegionEffect<TRegion>;

    /// <summary>Send what is buffered, and all that follows, to the region that hosts the shard.</summary>
    public sealed record Route(string Shard, TRegion Home) : RegionEffect<TRegion>;

    /// <summary>Buffer what comes for the shard from now on.</summary>
    public sealed record Hold(string Shard) : RegionEffect<TRegion>;

    public sealed record ConfirmHandOffBegun(string Shard, long Term) : RegionEffect<TRegion>;

    /// <summary>Let the entities of the shard end, then the shard.</summary>
    public sealed record Stop(string Shard) : RegionEffect<TRegion>;

    public sealed record ConfirmStopped(string Shard, long Term) : RegionEffect<TRegion>;

    public sealed record RequestLeave : RegionEffect<TRegion>;

    /// <summary>Nothing is hosted any more: the region may stop.</summary>
    public sealed record Finish : RegionEffect<TRegion>;
}
