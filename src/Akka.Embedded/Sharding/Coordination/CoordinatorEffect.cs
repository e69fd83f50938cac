namespace Akka.Embedded.Sharding.Coordination;

/// <summary>What the coordinator does, in order.</summary>
internal abstract record CoordinatorEffect<TRegion>
{
    private CoordinatorEffect()
    {
    }

    public sealed record ConfirmRegistration(TRegion Region) : CoordinatorEffect<TRegion>;

    /// <summary>Ask the allocation strategy; the answer comes back as an input.</summary>
    public sealed record Allocate(TRegion Requester, string Shard) : CoordinatorEffect<TRegion>;

    public sealed record Host(TRegion Region, string Shard) : CoordinatorEffect<TRegion>;

    public sealed record TellHome(TRegion Requester, string Shard, TRegion Home) : CoordinatorEffect<TRegion>;

    public sealed record BeginHandOff(TRegion Region, string Shard, long Term) : CoordinatorEffect<TRegion>;

    public sealed record HandOff(TRegion Region, string Shard, long Term) : CoordinatorEffect<TRegion>;

    /// <summary>Two regions claim one shard, which the protocol rules out: the later claim is handed off and the fact is logged.</summary>
    public sealed record ReportConflict(string Shard, TRegion Owner, TRegion Claimant) : CoordinatorEffect<TRegion>;
}
