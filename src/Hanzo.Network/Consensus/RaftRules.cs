namespace Hanzo.Network.Consensus;

/// <summary>The decisions that safety rests on, each by itself. Pure.</summary>
public class RaftRules
{
    public static readonly RaftRules Raft = new();

    /// <summary>
    /// One vote a term, and none for who lacks something that may be committed (Ongaro 2014, §3.4, §3.6.1). Asked for in advance, a vote
    /// is not given away (§9.6): only the log counts.
    /// </summary>
    /// <param name="vote">That was given in this term; null: none.</param>
    public virtual bool MayVote(MemberId? vote, MemberId candidate, LogPosition candidates, LogPosition own, bool advance) =>
        (advance || vote is null || vote == candidate) && candidates.IsAtLeast(own);

    /// <summary>Only entries of the leader's own term are committed by counting; earlier ones with them (§3.6.2).</summary>
    public virtual bool MayCommit(long entryTerm, long leaderTerm) => entryTerm == leaderTerm;

    /// <summary>
    /// What a quorum has reached: the highest value that a majority of the voters has, and in a joint configuration a majority of the
    /// outgoing too (§3.5, §4.3).
    /// </summary>
    public virtual long Agreed(GroupConfig config, Func<MemberId, long> reached)
    {
        var agreed = MajorityOf(config.Voters, reached);
        return config.IsJoint ? Math.Min(agreed, MajorityOf(config.Outgoing, reached)) : agreed;
    }

    /// <summary>
    /// For so long no other leader can have been elected, since the majority that answered the round gives no votes within an election
    /// timeout (§6.4.1, with §4.2.3's rule for votes). All in the leader's ticks.
    /// </summary>
    /// <param name="confirmedAt">When the newest round was sent that a quorum has answered.</param>
    public virtual bool LeaseHolds(long now, long confirmedAt, int leaseTicks) => now - confirmedAt < leaseTicks;

    /// <summary>Who has heard a leader within an election timeout votes for nobody else (§4.2.3); leases rest on that (§6.4.1).</summary>
    /// <param name="silentTicks">Since a leader was heard, or since the member began.</param>
    public virtual bool MayLeaveLeader(long silentTicks, int electionTicks) => silentTicks >= electionTicks;

    /// <summary>Whether these are a quorum.</summary>
    public bool IsQuorum(GroupConfig config, Func<MemberId, bool> has) => Agreed(config, member => has(member) ? 1 : 0) == 1;

    /// <summary>The highest value that more than half of the members have reached; 0 of none.</summary>
    protected static long MajorityOf(IReadOnlyCollection<MemberId> members, Func<MemberId, long> reached)
    {
        if (members.Count == 0) return 0;
        Span<long> values = stackalloc long[Math.Min(members.Count, 2 * GroupConfig.MaxMembers)];
        var count = 0;
        foreach (var member in members) values[count++] = reached(member);
        values.Sort();
        return values[(count - 1) / 2];
    }
}
