using System.Collections.Immutable;

namespace Hanzo.Network.Consensus;

/// <summary>
/// One member of a Raft group (Ongaro 2014) as a machine without clock, disk, network or randomness of its own: ticks, messages and
/// requests in, effects out. The same inputs lead to the same effects. Any number of inputs may come before one <see cref="Drain"/>; what
/// they bring is batched. Not for several threads at once.
/// </summary>
public sealed class RaftNode
{
    private readonly RaftCore _core;
    private readonly Following _following;
    private readonly SnapshotSchedule _schedule;
    private readonly Func<int, int> _draw;
    private readonly long _life;
    private Candidacy? _candidacy;
    private Leadership? _leadership;
    private int _silentTicks;
    private int _timeout;
    private long _heardAt;

    /// <param name="draw">Randomness: a number from 0 up to, but not, the one given.</param>
    /// <param name="rules">Null: those of Raft.</param>
    /// <exception cref="ArgumentException">A setting is out of range.</exception>
    public RaftNode(MemberId self, RaftSettings settings, RaftRecovery recovered, Func<int, int> draw, RaftRules? rules = null)
    {
        _core = new RaftCore(self, settings.Validated(), rules ?? RaftRules.Raft, recovered);
        _following = new Following(_core);
        _schedule = new SnapshotSchedule(settings, _core.Log);
        _draw = draw;
        _life = ((long)draw(int.MaxValue) << 31) | (uint)draw(int.MaxValue);
        Wait();
    }

    public RaftRole Role => this switch
    {
        { _leadership: not null } => RaftRole.Leader,
        { _candidacy: { } candidacy } => candidacy.Advance ? RaftRole.Prospect : RaftRole.Candidate,
        _ => RaftRole.Follower,
    };

    /// <summary>As far as this member knows; null: none.</summary>
    public MemberId? Leader { get; private set; }

    public RaftStatus Status => new(
        _core.Self, Role, _core.Term, Leader, Log.Last, Log.Durable, Log.Commit, Log.Applied, Log.Snapshot, Log.Config,
        _leadership?.LeaseHolds ?? false, Log.Bytes);

    private RaftLog Log => _core.Log;

    // A member that has just begun may have heard a leader before.
    private bool HoldsToLeader =>
        _leadership is not null || !_core.Rules.MayLeaveLeader(_core.Now - _heardAt, _core.Settings.ElectionTicks);

    /// <summary>
    /// A tick's time has passed, by a monotonic clock that also counts while the machine sleeps. Given for all time that has passed before
    /// any other input, since leases are counted in ticks.
    /// </summary>
    public void Tick()
    {
        _core.Now++;
        _core.Reads.Tick();
        if (_leadership is not null)
        {
            _leadership.Tick();
            EndIfOver();
        }
        else if (++_silentTicks >= _timeout && Log.MayCampaign(_core.Self)) Campaign(advance: true, forced: false);
    }

    /// <summary>
    /// A command to be committed. Whether it was is known when the entry at its index is applied: if that one is of its term.
    /// </summary>
    public RequestOutcome Propose(ReadOnlyMemory<byte> payload) => _leadership?.Propose(payload) ?? Refusal.NotLeader;

    /// <summary>
    /// The group is to have these members; under way until the configuration is no longer joint. A leader that is none of the voters
    /// hands over when it is done.
    /// </summary>
    public RequestOutcome ChangeMembers(ImmutableSortedSet<MemberId> voters, ImmutableSortedSet<MemberId> learners) =>
        _leadership?.ChangeMembers(voters, learners) ?? Refusal.NotLeader;

    /// <summary>Another voter is to lead; given up after an election timeout, when it has not come to it.</summary>
    public RequestOutcome TransferTo(MemberId member) => _leadership?.TransferTo(member) ?? Refusal.NotLeader;

    /// <summary>
    /// A linearizable read, answered on any member: its id comes back in <see cref="RaftEffects.Reads"/> or
    /// <see cref="RaftEffects.RefusedReads"/>.
    /// </summary>
    /// <param name="id">Of the shell's choice; not one that waits.</param>
    public void Read(long id)
    {
        if (_core.Reads.IsFull) _core.Reads.Refuse(id, ReadRefusal.Busy);
        else if (_leadership is not null) _leadership.Read(id, null, 0);
        else if (Leader is { } leader)
        {
            _core.Reads.Asked(id);
            _core.Outbox.Send(leader, new RaftMessage.ReadRequest(_core.Term, _life, id));
        }
        else _core.Reads.Refuse(id, ReadRefusal.NoLeader);
    }

    /// <summary>All batches up to this one are durable.</summary>
    public void Persisted(long ticket)
    {
        Log.DurableTo(_core.Outbox.Persisted(ticket));
        _following.Persisted();
        _candidacy?.CountOwn();
        CountVotes();
        _leadership?.Advance();
        EndIfOver();
    }

    /// <summary>The snapshot that was asked for is durable.</summary>
    /// <param name="snapshot">As asked for, with its bytes.</param>
    public void SnapshotStored(SnapshotMeta snapshot)
    {
        _schedule.Ended();
        // Who is being sent a snapshot needs what comes after it, and who has it what it lacks yet; but what is kept for that is bounded.
        var hold = Log.Bytes < _core.Settings.MaxLogBytes / 2 ? _leadership?.Held : null;
        var (entries, bytes) = (_core.Settings.KeepEntries, _core.Settings.KeepBytes);
        if (Log.Cut(snapshot, entries, bytes, hold ?? long.MaxValue) is { } cut) _core.Outbox.Cut(cut);
    }

    /// <summary>What <see cref="RaftEffects.OpenSnapshot"/> asked for can be read now.</summary>
    /// <param name="snapshot">With its bytes; also another that the machine has passed, and that is not older than the log.</param>
    public void SnapshotOpened(SnapshotMeta snapshot)
    {
        Invariant.Require(snapshot.Index <= Log.Applied, "a snapshot is ahead of the machine");
        _core.Source.Opened(snapshot);
        if (_leadership is null) _core.Source.Close();
    }

    /// <summary>It cannot be read now; it is asked for again after an election timeout.</summary>
    public void SnapshotNotOpened() => _core.Source.Failed(_core.Now + _core.Settings.ElectionTicks);

    /// <summary>A piece of the open snapshot cannot be read: it is closed, and another opened after an election timeout.</summary>
    public void SnapshotUnreadable(MemberId to) => _leadership?.SnapshotUnreadable(to);

    /// <exception cref="InvalidOperationException">Something happened that cannot; the member must not go on.</exception>
    public void Receive(MemberId from, RaftMessage message)
    {
        switch (message)
        {
            case RaftMessage.ReadRequest read:
                _leadership?.Read(read.Id, from, read.Life);
                return;
            case RaftMessage.ReadResponse read:
                if (read.Life == _life) _core.Reads.Answered(read.Id, read.Index);
                return;
            case RaftMessage.VoteRequest request:
                OnVoteRequest(from, request);
                return;
            case RaftMessage.VoteResponse { Advance: true, Granted: true } response:
                _candidacy?.Count(from, response);
                CountVotes();
                return;
        }
        if (message.Term < _core.Term)
        {
            // §3.3: a leader whose term has passed steps down. With votes asked for in advance nothing else might tell it.
            if (IsLeaders(message)) _core.Promise(from, new RaftMessage.TermPassed(_core.Term));
            return;
        }
        if (message.Term > _core.Term) Follow(message.Term, null);
        if (IsLeaders(message)) OnLeader(from, message);
        else OnAnswer(from, message);
    }

    public RaftEffects Drain()
    {
        _leadership?.Pump();
        var restore = _following.TakeRestore();
        var apply = Log.TakeToApply();
        return new RaftEffects
        {
            Persist = _core.Outbox.DrainBatch(Log),
            Receive = _following.TakeReceived(),
            Restore = restore,
            Apply = apply,
            Reads = _following.IsInstalling ? [] : _core.Reads.Take(Log.Applied),
            RefusedReads = _core.Reads.TakeRefused(),
            TakeSnapshot = _schedule.Applied(apply) ? Log.Describe() : null,
            CloseSnapshot = _core.Source.TakeToClose(),
            OpenSnapshot = _core.Source.TakeToOpen(Log, _core.Now),
            Send = _core.Outbox.DrainMessages(),
            SendChunks = _leadership?.TakeChunks() ?? [],
        };
    }

    private static bool IsLeaders(RaftMessage message) =>
        message is RaftMessage.AppendRequest or RaftMessage.Heartbeat or RaftMessage.SnapshotChunk;

    // A vote is asked for in advance without a change of anything (§9.6); who holds to a leader answers neither, unless that leader asks.
    private void OnVoteRequest(MemberId from, RaftMessage.VoteRequest request)
    {
        if (request.Term < _core.Term || (request.Advance && request.Term == _core.Term))
        {
            _core.Promise(from, new RaftMessage.VoteResponse(_core.Term, request.Advance, false));
            return;
        }
        if (request.Term > _core.Term)
        {
            if (HoldsToLeader && !request.Forced) return;
            if (!request.Advance) Follow(request.Term, null);
        }
        var granted = _core.Rules.MayVote(_core.Vote, from, request.Last, Log.Last, request.Advance);
        if (granted && !request.Advance)
        {
            _core.GiveVote(from);
            _silentTicks = 0;
        }
        _core.Promise(from, new RaftMessage.VoteResponse(granted ? request.Term : _core.Term, request.Advance, granted));
    }

    private void OnLeader(MemberId from, RaftMessage message)
    {
        Invariant.Require(_leadership is null, "a term has two leaders");
        if (_candidacy is not null) Follow(_core.Term, from);
        Leader = from;
        _silentTicks = 0;
        _heardAt = _core.Now;
        switch (message)
        {
            case RaftMessage.AppendRequest request:
                _following.On(from, request);
                break;
            case RaftMessage.Heartbeat heartbeat:
                _following.On(from, heartbeat);
                break;
            case RaftMessage.SnapshotChunk chunk:
                _following.On(from, chunk);
                break;
        }
    }

    private void OnAnswer(MemberId from, RaftMessage message)
    {
        switch (message)
        {
            case RaftMessage.VoteResponse response:
                _candidacy?.Count(from, response);
                CountVotes();
                break;
            case RaftMessage.TimeoutNow when _leadership is null && Log.MayCampaign(_core.Self):
                Campaign(advance: false, forced: true);
                break;
            case RaftMessage.Appended appended:
                _leadership?.On(from, appended);
                break;
            case RaftMessage.AppendRejected rejected:
                _leadership?.On(from, rejected);
                break;
            case RaftMessage.HeartbeatResponse heard:
                _leadership?.On(from, heard);
                break;
            case RaftMessage.SnapshotCredit credit:
                _leadership?.On(from, credit);
                break;
        }
        EndIfOver();
    }

    private void Campaign(bool advance, bool forced)
    {
        Leader = null;
        Wait();
        _candidacy = new Candidacy(_core, advance, forced);
        CountVotes();
    }

    private void CountVotes()
    {
        if (_candidacy is not { } candidacy) return;
        if (candidacy.IsWon)
        {
            if (candidacy.Advance)
            {
                Campaign(advance: false, forced: false);
                return;
            }
            _candidacy = null;
            Leader = _core.Self;
            _leadership = new Leadership(_core);
        }
        else if (candidacy.IsLost) Follow(_core.Term, null);
    }

    private void Follow(long term, MemberId? leader)
    {
        if (term > _core.Term) _core.EnterTerm(term);
        _leadership?.End();
        _leadership = null;
        _candidacy = null;
        Leader = leader;
        Wait();
    }

    private void EndIfOver()
    {
        if (_leadership is { IsOver: true }) Follow(_core.Term, null);
    }

    // §3.4: drawn anew each time, so that votes are seldom split. A group of one waits for nobody.
    private void Wait()
    {
        _silentTicks = 0;
        var isAlone = Log.Config is { IsJoint: false, Voters.Count: 1 } config && config.Voters.Contains(_core.Self);
        _timeout = isAlone ? 1 : _core.Settings.ElectionTicks + _draw(_core.Settings.ElectionTicks);
    }
}
