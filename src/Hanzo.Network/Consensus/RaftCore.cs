namespace Hanzo.Network.Consensus;

/// <summary>What a member has in every role.</summary>
internal sealed class RaftCore(MemberId self, RaftSettings settings, RaftRules rules, RaftRecovery recovered)
{
    public MemberId Self { get; } = self;

    public RaftSettings Settings { get; } = settings;

    public RaftRules Rules { get; } = rules;

    public RaftLog Log { get; } = new(recovered);

    public Outbox Outbox { get; } = new(recovered.Before.Index + recovered.Entries.Length);

    public SnapshotSource Source { get; } = new();

    public LocalReads Reads { get; } = new(settings);

    public long Term { get; private set; } = recovered.State.Term;

    public MemberId? Vote { get; private set; } = recovered.State.Vote;

    /// <summary>Ticks since this life began.</summary>
    public long Now { get; set; }

    public void EnterTerm(long term)
    {
        Invariant.Require(term > Term, "a term does not come again");
        Term = term;
        Vote = null;
        Outbox.Write(new HardState(Term, Vote));
    }

    public void GiveVote(MemberId candidate)
    {
        if (Vote == candidate) return;
        Vote = candidate;
        Outbox.Write(new HardState(Term, Vote));
    }

    /// <summary>Sends what promises something: when all is durable that it rests on.</summary>
    public void Promise(MemberId to, RaftMessage message) => Outbox.SendDurable(Log, to, message);
}
