using System.Collections.Immutable;

namespace Hanzo.Network.Consensus;

/// <summary>What members tell each other. Any may be lost, repeated, late and out of order.</summary>
/// <param name="Term">The sender's; of a vote asked for or given in advance, the one that it would be (Ongaro 2014, §9.6).</param>
public abstract record RaftMessage(long Term)
{
    /// <summary>§3.4.</summary>
    /// <param name="Advance">It is asked whether an election could be won; nothing changes by it (§9.6).</param>
    /// <param name="Forced">The leader has asked for this election: its followers need not hold to it (§4.2.3, last paragraph).</param>
    public sealed record VoteRequest(long Term, LogPosition Last, bool Advance, bool Forced) : RaftMessage(Term);

    public sealed record VoteResponse(long Term, bool Advance, bool Granted) : RaftMessage(Term);

    /// <summary>§3.5.</summary>
    /// <param name="Previous">The entry before <paramref name="Entries"/>.</param>
    /// <param name="Commit">What the leader knows to be committed.</param>
    public sealed record AppendRequest(long Term, LogPosition Previous, long Commit, ImmutableArray<LogEntry> Entries) : RaftMessage(Term);

    /// <summary>The follower's log is the leader's up to and with <paramref name="Index"/>, on its disk.</summary>
    public sealed record Appended(long Term, long Index) : RaftMessage(Term);

    /// <summary>The follower has no such entry as the leader's <paramref name="Previous"/>.</summary>
    /// <param name="Hint">Its last entry that may be the leader's: so that a term, not an entry, is passed over at a time (§3.5).</param>
    public sealed record AppendRejected(long Term, long Previous, LogPosition Hint) : RaftMessage(Term);

    /// <param name="Commit">What of the follower's own log is committed.</param>
    /// <param name="Round">Counts the leader's rounds in its term; answered with the same (§6.4).</param>
    public sealed record Heartbeat(long Term, long Commit, long Round) : RaftMessage(Term);

    public sealed record HeartbeatResponse(long Term, long Round) : RaftMessage(Term);

    /// <summary>§5.3, in pieces.</summary>
    /// <param name="Transfer">Pieces of one transfer are of the same bytes.</param>
    /// <param name="Data">At most <see cref="RaftSettings.MaxChunkBytes"/>; empty only for a snapshot of no bytes.</param>
    public sealed record SnapshotChunk(long Term, SnapshotMeta Snapshot, long Transfer, long Offset, ReadOnlyMemory<byte> Data)
        : RaftMessage(Term);

    /// <summary>Credit for more.</summary>
    /// <param name="Next">The offset that the follower waits for.</param>
    public sealed record SnapshotCredit(long Term, long Transfer, long Next) : RaftMessage(Term);

    /// <summary>§3.10: the receiver is to begin an election now.</summary>
    public sealed record TimeoutNow(long Term) : RaftMessage(Term);

    /// <summary>§6.4, end: a follower asks up to where it has to have applied.</summary>
    /// <param name="Life">Of the asking member: answers to questions of an earlier life are none.</param>
    public sealed record ReadRequest(long Term, long Life, long Id) : RaftMessage(Term);

    public sealed record ReadResponse(long Term, long Life, long Id, long Index) : RaftMessage(Term);

    /// <summary>The term of a member that was told something by one whose term has passed: it steps down by this.</summary>
    public sealed record TermPassed(long Term) : RaftMessage(Term);
}
