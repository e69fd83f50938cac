namespace Hanzo.Network.Consensus;

/// <summary>One election that this member has called, or asks about in advance (Ongaro 2014, §3.4, §9.6).</summary>
internal sealed class Candidacy
{
    private readonly RaftCore _core;
    private readonly SortedDictionary<MemberId, bool> _votes = [];
    private readonly long _ticket;

    /// <param name="advance">Nothing changes yet: only whether it could be won is asked.</param>
    /// <param name="forced">The leader has asked for it.</param>
    public Candidacy(RaftCore core, bool advance, bool forced)
    {
        _core = core;
        Advance = advance;
        if (!advance)
        {
            core.EnterTerm(core.Term + 1);
            core.GiveVote(core.Self);
        }
        _ticket = advance ? 0 : core.Outbox.Ticket(core.Log);
        var request = new RaftMessage.VoteRequest(advance ? core.Term + 1 : core.Term, core.Log.Last, advance, forced);
        foreach (var member in core.Log.Config.Members)
            if (member != core.Self && core.Log.Config.IsVoter(member)) core.Promise(member, request);
        CountOwn();
    }

    public bool Advance { get; }

    public bool IsWon => _core.Rules.IsQuorum(_core.Log.Config, member => _votes.GetValueOrDefault(member));

    /// <summary>No quorum is left that has not refused.</summary>
    public bool IsLost => !_core.Rules.IsQuorum(_core.Log.Config, member => _votes.GetValueOrDefault(member, true));

    /// <summary>The own vote counts like any other: when it is on disk.</summary>
    public void CountOwn()
    {
        if (_core.Outbox.IsDurable(_ticket)) _votes[_core.Self] = true;
    }

    public void Count(MemberId from, RaftMessage.VoteResponse response)
    {
        if (response.Advance != Advance || (response.Granted && response.Term != (Advance ? _core.Term + 1 : _core.Term))) return;
        _votes.TryAdd(from, response.Granted);
    }
}
