namespace Hanzo.Network.Consensus;

public enum Refusal
{
    None,

    /// <summary>Only the leader may; see <see cref="RaftStatus.Leader"/>.</summary>
    NotLeader,

    /// <summary>As much as may be is under way.</summary>
    Busy,

    /// <summary>More bytes than <see cref="RaftSettings.MaxPayloadBytes"/>.</summary>
    TooLarge,

    /// <summary>Leadership is being handed over.</summary>
    Transferring,

    /// <summary>A change of members is under way, or the leader does not know yet what its predecessors have committed.</summary>
    ChangePending,

    /// <summary>Who is to vote lacks too much of the log: a learner first.</summary>
    NotCaughtUp,

    /// <summary>No majority of those who are to vote answers: the group could decide nothing any more, nor go back.</summary>
    NotHeard,

    /// <summary>No such member, no voter at all, or too many.</summary>
    BadMembers,

    /// <summary>The group is closed, or is about to be: its members go over into another one.</summary>
    Closed,

    /// <summary>Of a version of the program that is later than the leader's.</summary>
    NewerCommand,
}

/// <summary>What became of a request; of an accepted one, the entry that it is when that entry is committed in that term.</summary>
public readonly record struct RequestOutcome(Refusal Refusal, LogPosition Entry = default)
{
    public bool Accepted => Refusal == Refusal.None;

    public static implicit operator RequestOutcome(Refusal refusal) => new(refusal);
}

public enum RaftRole
{
    Follower,

    /// <summary>Asks whether it could win an election (§9.6).</summary>
    Prospect,
    Candidate,
    Leader,
}

/// <summary>How a member sees its group, for people and shells.</summary>
/// <param name="Leader">Null: none is known.</param>
/// <param name="Commit">Index; what it knows to be committed.</param>
/// <param name="Applied">Index; what was handed out to apply.</param>
/// <param name="LeaseHolds">A leader's reads are answered without asking anybody.</param>
public sealed record RaftStatus(
    MemberId Self, RaftRole Role, long Term, MemberId? Leader, LogPosition Last, long Durable, long Commit, long Applied,
    SnapshotMeta Snapshot, GroupConfig Config, bool LeaseHolds, long LogBytes);
