using Hanzo.Network.Consensus;

namespace Hanzo.Network.Tests.Consensus.Simulated;

/// <summary>One simulated group; all else is drawn from the seed.</summary>
internal sealed record WorldOptions(int Seed)
{
    /// <summary>Ticks with faults, clients and changes; then all is healed.</summary>
    public int FaultyTicks { get; init; } = 400;

    /// <summary>After the heal all must have come to rest within so many ticks.</summary>
    public int HealedTicks { get; init; } = 400;

    public int Clients { get; init; } = 4;

    /// <summary>Of each client.</summary>
    public int Operations { get; init; } = 24;

    /// <summary>Null: Raft's.</summary>
    public RaftRules? Rules { get; init; }

    public DiskFlaws Disk { get; init; } = new();

    public RaftSettings Settings { get; init; } = new()
    {
        ElectionTicks = 10, HeartbeatTicks = 2, MaxInFlightMessages = 4, SnapshotEntries = 12, KeepEntries = 3, ChunkBytes = 300,
        SnapshotCredit = 2, PromotionLag = 20, SnapshotPatienceTicks = 40,
    };
}
