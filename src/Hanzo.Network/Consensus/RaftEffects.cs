using System.Collections.Immutable;

namespace Hanzo.Network.Consensus;

/// <summary>
/// What a member's shell has to do, in this order: hand <see cref="Persist"/> to the disk, install and apply, answer reads, send. The
/// disk may be slow: batches are made durable in their order, each told by <see cref="RaftNode.Persisted"/>, and whatever depends on one
/// (votes, acknowledgements, applying) comes in the effects after that, never before (Ongaro 2014, §3.8). What is in <see cref="Send"/>
/// depends on nothing that is not durable and may go at once.
/// </summary>
public sealed record RaftEffects
{
    public static readonly RaftEffects None = new();

    public PersistBatch? Persist { get; init; }

    /// <summary>
    /// Pieces of a snapshot that another sends: kept by the shell, in order, until it is installed; offset 0 begins anew.
    /// </summary>
    public ImmutableArray<ReceivedChunk> Receive { get; init; } = [];

    /// <summary>The machine is set to this snapshot, which is durable, before anything of <see cref="Apply"/>.</summary>
    public SnapshotMeta? Restore { get; init; }

    /// <summary>Committed and durable here; in order, without gaps, each once.</summary>
    public ImmutableArray<LogEntry> Apply { get; init; } = [];

    /// <summary>Answered by the machine as it is after <see cref="Apply"/> of these and all earlier effects.</summary>
    public ImmutableArray<long> Reads { get; init; } = [];

    /// <summary>Reads that cannot be answered here now.</summary>
    public ImmutableArray<RefusedRead> RefusedReads { get; init; } = [];

    /// <summary>
    /// The machine as it is after <see cref="Apply"/> is to be kept, durably; then <see cref="RaftNode.SnapshotStored"/>. Bytes are 0 here.
    /// </summary>
    public SnapshotMeta? TakeSnapshot { get; init; }

    /// <summary>
    /// Nobody reads this snapshot any more, which was opened; comes before <see cref="OpenSnapshot"/>. It is also closed when the member
    /// ends.
    /// </summary>
    public SnapshotMeta? CloseSnapshot { get; init; }

    /// <summary>
    /// The machine as it is after <see cref="Apply"/> is to be read by others: it is opened in order with applying, to be read while that
    /// goes on; then <see cref="RaftNode.SnapshotOpened"/> or <see cref="RaftNode.SnapshotNotOpened"/>. One is open at a time. Bytes are 0
    /// here.
    /// </summary>
    public SnapshotMeta? OpenSnapshot { get; init; }

    public ImmutableArray<Outgoing> Send { get; init; } = [];

    /// <summary>Pieces of the open snapshot to read and send.</summary>
    public ImmutableArray<ChunkToSend> SendChunks { get; init; } = [];

    /// <summary>Whether there is nothing to do.</summary>
    public bool IsEmpty => Persist is null && Receive.IsEmpty && Restore is null && Apply.IsEmpty && Reads.IsEmpty && RefusedReads.IsEmpty
        && TakeSnapshot is null && CloseSnapshot is null && OpenSnapshot is null && Send.IsEmpty && SendChunks.IsEmpty;
}

/// <summary>
/// Written together and in this order: the hard state, the installed snapshot, which takes the place of the whole log, the entries,
/// which take the place of everything from the first one's index on, and the cut. Durable as a whole before its ticket is told; torn by
/// a crash, a beginning of it may be there, which harms nothing as long as the hard state is part of it.
/// </summary>
/// <param name="Ticket">Counts from 1 in the member's life.</param>
/// <param name="Install">The snapshot that was received.</param>
/// <param name="CutTo">Entries up to and with this one are in a snapshot, and no longer needed.</param>
public sealed record PersistBatch(
    long Ticket, HardState? State, SnapshotMeta? Install, ImmutableArray<LogEntry> Entries, LogPosition? CutTo);

public readonly record struct Outgoing(MemberId To, RaftMessage Message);

/// <summary>A piece that was received.</summary>
public readonly record struct ReceivedChunk(SnapshotMeta Snapshot, long Offset, ReadOnlyMemory<byte> Data);

/// <summary>A piece to read and send as a <see cref="RaftMessage.SnapshotChunk"/> of this term.</summary>
/// <param name="Transfer">Tells snapshots of one leader apart that stand for the same.</param>
/// <param name="Length">Bytes, at most <see cref="RaftSettings.MaxChunkBytes"/>.</param>
public readonly record struct ChunkToSend(MemberId To, long Term, SnapshotMeta Snapshot, long Transfer, long Offset, int Length)
{
    public RaftMessage.SnapshotChunk With(ReadOnlyMemory<byte> data) => new(Term, Snapshot, Transfer, Offset, data);
}

public enum ReadRefusal
{
    /// <summary>There is no leader, or it has changed: ask again.</summary>
    NoLeader,

    /// <summary>Too many reads wait.</summary>
    Busy,

    /// <summary>The leader has not answered in time: ask again.</summary>
    TimedOut,
}

public readonly record struct RefusedRead(long Id, ReadRefusal Reason);
