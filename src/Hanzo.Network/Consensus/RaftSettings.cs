namespace Hanzo.Network.Consensus;

/// <summary>Bounds and times of a group; the same at all members but for the bounds of memory.</summary>
public sealed record RaftSettings
{
    /// <summary>No message carries more, but for its addressing.</summary>
    public const int MaxMessageBytes = 256 * 1024;

    /// <summary>Of a proposed command: with its frame it fits a message.</summary>
    public const int MaxPayloadBytes = MaxMessageBytes - 4 * 1024;

    /// <summary>Of a snapshot's piece.</summary>
    public const int MaxChunkBytes = 64 * 1024;

    public static readonly RaftSettings Default = new();

    /// <summary>
    /// A follower waits for so many ticks without its leader, and up to twice as many, before it asks for votes. 5 to 1000.
    /// </summary>
    public int ElectionTicks { get; init; } = 10;

    /// <summary>A leader is heard at least every so many ticks. 1 to a third of <see cref="ElectionTicks"/>.</summary>
    public int HeartbeatTicks { get; init; } = 1;

    /// <summary>
    /// By how much, in percent, a member's tick may be shorter or longer than it is meant. 0 to 50; leases get shorter by it.
    /// </summary>
    public int ClockDriftPercent { get; init; } = 10;

    /// <summary>Bytes of entries in one append, unless a single one has more. 1 to what fits a message.</summary>
    public int MaxBatchBytes { get; init; } = MaxPayloadBytes + LogEntry.Overhead;

    /// <summary>Appends under way to one follower. 1 to 1024.</summary>
    public int MaxInFlightMessages { get; init; } = 64;

    /// <summary>Bytes under way to one follower. At least one message.</summary>
    public long MaxInFlightBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Of a snapshot's piece. 1 to <see cref="MaxChunkBytes"/>.</summary>
    public int ChunkBytes { get; init; } = MaxChunkBytes;

    /// <summary>Pieces of a snapshot under way to one follower. 1 to 64.</summary>
    public int SnapshotCredit { get; init; } = 8;

    /// <summary>
    /// Ticks without a word of who is sent a snapshot, until that is not kept open for it any more. Twice <see cref="ElectionTicks"/> to
    /// 100,000.
    /// </summary>
    public int SnapshotPatienceTicks { get; init; } = 300;

    /// <summary>Entries of a leader that are not committed yet. At least 1.</summary>
    public int MaxUncommittedEntries { get; init; } = 4096;

    /// <summary>Their bytes. At least one message.</summary>
    public long MaxUncommittedBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>Reads that wait for their answer at a time. At least 1.</summary>
    public int MaxReads { get; init; } = 4096;

    /// <summary>A snapshot is taken when so many bytes were applied since the last.</summary>
    public long SnapshotBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>Or so many entries. At least 1.</summary>
    public int SnapshotEntries { get; init; } = 10_000;

    /// <summary>Entries before a snapshot that stay in the log, for followers that are only a little behind.</summary>
    public int KeepEntries { get; init; } = 1_000;

    /// <summary>Bytes of those entries at most. At most half of <see cref="MaxLogBytes"/>.</summary>
    public long KeepBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>Bytes of log in memory at which a leader takes no proposals until a snapshot makes room.</summary>
    public long MaxLogBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>
    /// A learner may become a voter when it lacks at most so many entries, or only what came in the last election timeouts (Ongaro 2014,
    /// §4.2.1).
    /// </summary>
    public int PromotionLag { get; init; } = 256;

    /// <summary>
    /// A leader's lease in its ticks, from when the round that a majority has answered was sent (§6.4.1): when it ends by a fast leader's
    /// count, no follower that counts slowly has waited long enough to elect another. One tick is lost since ticks are counted whole.
    /// </summary>
    public int LeaseTicks => (ElectionTicks - 1) * (100 - ClockDriftPercent) / (100 + ClockDriftPercent);

    /// <exception cref="ArgumentException">Names every value that is out of its range, and the range.</exception>
    public RaftSettings Validated()
    {
        var errors = new List<string>();
        Check(errors, nameof(ElectionTicks), ElectionTicks, 5, 1000);
        Check(errors, nameof(HeartbeatTicks), HeartbeatTicks, 1, Math.Max(1, ElectionTicks / 3));
        Check(errors, nameof(ClockDriftPercent), ClockDriftPercent, 0, 50);
        Check(errors, nameof(MaxBatchBytes), MaxBatchBytes, 1, MaxPayloadBytes + LogEntry.Overhead);
        Check(errors, nameof(MaxInFlightMessages), MaxInFlightMessages, 1, 1024);
        Check(errors, nameof(MaxInFlightBytes), MaxInFlightBytes, MaxMessageBytes, int.MaxValue);
        Check(errors, nameof(ChunkBytes), ChunkBytes, 1, MaxChunkBytes);
        Check(errors, nameof(SnapshotCredit), SnapshotCredit, 1, 64);
        Check(errors, nameof(SnapshotPatienceTicks), SnapshotPatienceTicks, 2 * Math.Min(ElectionTicks, 1000), 100_000);
        Check(errors, nameof(MaxUncommittedEntries), MaxUncommittedEntries, 1, 1_000_000);
        Check(errors, nameof(MaxUncommittedBytes), MaxUncommittedBytes, MaxMessageBytes, int.MaxValue);
        Check(errors, nameof(MaxReads), MaxReads, 1, 1_000_000);
        Check(errors, nameof(SnapshotBytes), SnapshotBytes, 1, int.MaxValue);
        Check(errors, nameof(SnapshotEntries), SnapshotEntries, 1, 10_000_000);
        Check(errors, nameof(KeepEntries), KeepEntries, 0, 10_000_000);
        Check(errors, nameof(MaxLogBytes), MaxLogBytes, MaxMessageBytes, int.MaxValue);
        Check(errors, nameof(KeepBytes), KeepBytes, 0, MaxLogBytes / 2);
        Check(errors, nameof(PromotionLag), PromotionLag, 0, 1_000_000);
        return errors.Count == 0 ? this : throw new ArgumentException($"consensus settings: {string.Join("; ", errors)}.");
    }

    private static void Check(List<string> errors, string name, long value, long least, long most)
    {
        if (value < least || value > most) errors.Add($"{name} is {value}, allowed are {least} to {most}");
    }
}
