using System.Collections.Immutable;

namespace Hanzo.Network.Consensus;

/// <summary>What a member has as long as it is the leader of a term.</summary>
internal sealed class Leadership
{
    private readonly RaftCore _core;
    private readonly SortedDictionary<MemberId, ReplicationProgress> _followers = [];
    private readonly LeaderReads _reads;
    private readonly long _opening;
    private readonly long _began;
    private ImmutableArray<ChunkToSend>.Builder _chunks = ImmutableArray.CreateBuilder<ChunkToSend>();
    private long _uncommittedBytes;
    private long _earlierEnd;
    private long _laterEnd;
    private (MemberId To, long Since, bool Asked)? _transfer;

    /// <summary>Its first entry is of its own term: when that is committed it knows what is (Ongaro 2014, §6.4).</summary>
    public Leadership(RaftCore core)
    {
        _core = core;
        _reads = new LeaderReads(core.Settings, core.Rules);
        _began = core.Now;
        for (var index = Log.Commit + 1; index <= Log.LastIndex; index++) _uncommittedBytes += Log[index].Bytes;
        _opening = Append(EntryKind.Opening, default).Index;
        _earlierEnd = _laterEnd = _opening;
        FollowMembers();
        Beat();
    }

    /// <summary>It has been taken out of the group, or no quorum hears it.</summary>
    public bool IsOver { get; private set; }

    public bool LeaseHolds => _reads.Holds(_core.Now);

    /// <summary>
    /// What comes after this entry is on its way to a follower that answers, or will be when it has a snapshot; null: nothing.
    /// </summary>
    public long? Held
    {
        get
        {
            var held = _core.Source.Index;
            foreach (var follower in _followers.Values)
                if (follower is { Mode: Replication.Stream, IsHeard: true }) held = Math.Min(held ?? long.MaxValue, follower.Match);
            return held;
        }
    }

    private RaftLog Log => _core.Log;

    private GroupConfig Config => _core.Log.Config;

    public RequestOutcome Propose(ReadOnlyMemory<byte> payload)
    {
        if (payload.Length > RaftSettings.MaxPayloadBytes) return Refusal.TooLarge;
        if (_transfer is not null) return Refusal.Transferring;
        if (Log.LastIndex - Log.Commit >= _core.Settings.MaxUncommittedEntries || _uncommittedBytes >= _core.Settings.MaxUncommittedBytes
            || Log.Bytes >= _core.Settings.MaxLogBytes) return Refusal.Busy;
        return new RequestOutcome(Refusal.None, Append(EntryKind.Command, payload));
    }

    /// <summary>§4.3: joint first, by itself the new configuration when that is committed.</summary>
    public RequestOutcome ChangeMembers(ImmutableSortedSet<MemberId> voters, ImmutableSortedSet<MemberId> learners)
    {
        if (voters.IsEmpty || Math.Max(voters.Count, learners.Count) > GroupConfig.MaxMembers || voters.Overlaps(learners))
            return Refusal.BadMembers;
        if (_transfer is not null) return Refusal.Transferring;
        if (Config.IsJoint || Log.ConfigIndex > Log.Commit || Log.Commit < _opening) return Refusal.ChangePending;
        foreach (var voter in voters)
            if (!Config.Voters.Contains(voter) && !HasCaughtUp(voter)) return Refusal.NotCaughtUp;
        if (!_core.Rules.IsQuorum(GroupConfig.Of(voters), IsHeard)) return Refusal.NotHeard;
        return new RequestOutcome(Refusal.None, Append(EntryKind.Config, default, Config.Enter(voters, learners)));
    }

    /// <summary>§3.10.</summary>
    public RequestOutcome TransferTo(MemberId member)
    {
        if (_transfer is not null) return Refusal.Transferring;
        if (member == _core.Self || !Config.Voters.Contains(member)) return Refusal.BadMembers;
        _transfer = (member, _core.Now, false);
        return new RequestOutcome(Refusal.None, Log.Last);
    }

    /// <summary>
    /// What a leader knows to be committed when the read comes, and at least its own first entry, which is after all that others have
    /// committed (§6.4, steps 1 and 2).
    /// </summary>
    public void Read(long id, MemberId? asker, long life)
    {
        var read = new WaitingRead(id, asker, life, Math.Max(Log.Commit, _opening));
        if (LeaseHolds) Answer(read);
        else if (!_reads.Add(read) && asker is null) _core.Reads.Refuse(id, ReadRefusal.Busy);
    }

    public void On(MemberId from, RaftMessage.Appended message)
    {
        if (!_followers.TryGetValue(from, out var follower)) return;
        follower.Answered();
        Invariant.Require(message.Index <= Log.LastIndex, "a follower has more than its leader");
        if (follower.Acknowledged(message.Index)) Advance();
    }

    public void On(MemberId from, RaftMessage.AppendRejected message)
    {
        if (!_followers.TryGetValue(from, out var follower)) return;
        follower.Answered();
        var index = Math.Min(message.Hint.Index, Log.LastIndex);
        while (index > Log.Before.Index && Log.TermAt(index) > message.Hint.Term) index--;
        follower.Rejected(message.Previous, index + 1);
    }

    public void On(MemberId from, RaftMessage.HeartbeatResponse message)
    {
        if (!_followers.TryGetValue(from, out var follower)) return;
        follower.Heard(Log.LastIndex);
        follower.Round = Math.Max(follower.Round, message.Round);
        ConfirmRounds();
    }

    public void On(MemberId from, RaftMessage.SnapshotCredit message)
    {
        if (!_followers.TryGetValue(from, out var follower)) return;
        follower.Answered();
        if (follower.Snapshot is { } sender && sender.Transfer == message.Transfer) sender.Credit(message.Next);
    }

    public void SnapshotUnreadable(MemberId to)
    {
        if (!_followers.TryGetValue(to, out var unread) || unread.Snapshot is null) return;
        foreach (var follower in _followers.Values)
            if (follower.Snapshot is not null) follower.AwaitSnapshot();
        _core.Source.Close();
        _core.Source.Failed(_core.Now + _core.Settings.ElectionTicks);
    }

    public void Tick()
    {
        var age = _core.Now - _began;
        if (age % _core.Settings.HeartbeatTicks == 0) Beat();
        foreach (var follower in _followers.Values)
        {
            follower.Snapshot?.Tick();
            if (follower.Snapshot is { IsAbandoned: true }) follower.AwaitSnapshot();
        }
        if (_transfer is { } transfer && _core.Now - transfer.Since >= _core.Settings.ElectionTicks) _transfer = null;
        if (age % _core.Settings.ElectionTicks != 0) return;
        (_earlierEnd, _laterEnd) = (_laterEnd, Log.LastIndex);
        CheckQuorum();
    }

    /// <summary>Counts what is on a majority's disks, the own one like any other (§10.2.1), and commits it.</summary>
    public void Advance()
    {
        var agreed = _core.Rules.Agreed(Config, MatchOf);
        if (agreed <= Log.Commit || !_core.Rules.MayCommit(Log.TermAt(agreed)!.Value, _core.Term)) return;
        for (var index = Log.Commit + 1; index <= agreed; index++) _uncommittedBytes -= Log[index].Bytes;
        Log.CommitTo(agreed);
        if (Log.ConfigIndex > Log.Commit) return;
        if (Config.IsJoint) Append(EntryKind.Config, default, Config.Leave());
        else if (!Config.Voters.Contains(_core.Self)) Resign();
    }

    /// <summary>Sends each follower what it may be sent.</summary>
    public void Pump()
    {
        if (_reads.WantsRound) Beat();
        foreach (var (member, follower) in _followers) Pump(member, follower);
        KeepSource();
        if (_transfer is { Asked: false } transfer && MatchOf(transfer.To) == Log.LastIndex) HandOver(transfer.To);
    }

    public ImmutableArray<ChunkToSend> TakeChunks()
    {
        if (_chunks.Count == 0) return [];
        var chunks = _chunks.ToImmutable();
        _chunks = ImmutableArray.CreateBuilder<ChunkToSend>();
        return chunks;
    }

    /// <summary>Those who wait for a read here are told; askers elsewhere ask again.</summary>
    public void End()
    {
        _core.Source.Close();
        foreach (var read in _reads.TakeAll())
            if (read.Asker is null) _core.Reads.Refuse(read.Id, ReadRefusal.NoLeader);
    }

    // §4.2.1: what came within an election timeout or two it will have soon, however much that is. A short log is no less than that to
    // who has not answered yet.
    private bool HasCaughtUp(MemberId member) => _followers.TryGetValue(member, out var follower)
        && follower is { Mode: Replication.Stream, IsHeard: true, Match: var match }
        && (match >= Log.LastIndex - _core.Settings.PromotionLag || match >= _earlierEnd);

    private bool IsHeard(MemberId member) =>
        member == _core.Self || (_followers.TryGetValue(member, out var follower) && follower.IsHeard);

    private void Pump(MemberId to, ReplicationProgress follower)
    {
        if (follower.Mode != Replication.Snapshot && follower.Next <= Log.Before.Index) follower.AwaitSnapshot();
        if (LacksSnapshot(follower))
        {
            if (follower.Next > Log.Before.Index) follower.Probe(follower.Next);
            else if (follower.Active && _core.Source.Open is { } open && open.Index >= Log.Before.Index)
                follower.BeginSnapshot(open, _core.Source.Transfer);
        }
        if (follower.Snapshot is { } sender)
        {
            while (sender.Take() is { } piece)
                _chunks.Add(new ChunkToSend(to, _core.Term, sender.Meta, sender.Transfer, piece.Offset, piece.Length));
            return;
        }
        while (follower.MaySend)
        {
            var isNews = follower.Next <= Log.LastIndex || follower.ToldCommit < Log.Commit;
            if (!isNews && !follower.MustAsk) return;
            var previous = follower.Next - 1;
            var entries = Log.From(follower.Next, _core.Settings.MaxBatchBytes);
            _core.Outbox.Send(to, new RaftMessage.AppendRequest(
                _core.Term, new LogPosition(previous, Log.TermAt(previous)!.Value), Log.Commit, entries));
            follower.ToldCommit = Log.Commit;
            follower.Sent(previous + entries.Length, entries.Sum(entry => (long)entry.Bytes));
            if (entries.IsEmpty) return;
        }
    }

    private static bool LacksSnapshot(ReplicationProgress follower) => follower is { Mode: Replication.Snapshot, Snapshot: null };

    // One that is behind the log by now is closed first, when those who are sent it are done.
    private void KeepSource()
    {
        if (!_followers.Values.Any(follower => follower.Snapshot is not null)) _core.Source.Close();
        if (_followers.Values.Any(follower => LacksSnapshot(follower) && follower.Active)) _core.Source.Want();
    }

    private LogPosition Append(EntryKind kind, ReadOnlyMemory<byte> payload, GroupConfig? config = null)
    {
        var entry = new LogEntry(Log.LastIndex + 1, _core.Term, kind, payload, config);
        Log.Append(entry);
        _uncommittedBytes += entry.Bytes;
        if (config is not null) FollowMembers();
        return Log.Last;
    }

    // A leader replicates to all members of the newest configuration, committed or not (§4.1).
    private void FollowMembers()
    {
        foreach (var gone in _followers.Keys.Where(member => !Config.Members.Contains(member)).ToArray()) _followers.Remove(gone);
        foreach (var member in Config.Members)
            if (member != _core.Self && !_followers.ContainsKey(member))
                _followers.Add(member, new ReplicationProgress(Log.LastIndex, _core.Settings));
    }

    private void Beat()
    {
        if (!_reads.Begin(_core.Now)) return;
        foreach (var (member, follower) in _followers)
            _core.Outbox.Send(member, new RaftMessage.Heartbeat(_core.Term, Math.Min(follower.Match, Log.Commit), _reads.Round));
        ConfirmRounds();
    }

    private void ConfirmRounds()
    {
        var round = _core.Rules.Agreed(Config, member =>
            member == _core.Self ? _reads.Round : _followers.TryGetValue(member, out var follower) ? follower.Round : 0);
        foreach (var read in _reads.Confirmed(round)) Answer(read);
    }

    private void Answer(WaitingRead read)
    {
        if (read.Asker is { } asker) _core.Outbox.Send(asker, new RaftMessage.ReadResponse(_core.Term, read.Life, read.Id, read.Index));
        else _core.Reads.Indexed(read.Id, read.Index);
    }

    // §6.2: a leader that a quorum does not answer steps down, so that clients look elsewhere and others may be elected.
    private void CheckQuorum()
    {
        if (!_core.Rules.IsQuorum(Config, member => member == _core.Self || (_followers.TryGetValue(member, out var f) && f.Active)))
            IsOver = true;
        foreach (var follower in _followers.Values) follower.Looked();
    }

    // §4.2.2: a leader that is no member any more leads until the configuration without it is committed.
    private void Resign()
    {
        var heir = Config.Voters.OrderByDescending(MatchOf).First();
        HandOver(heir);
        IsOver = true;
    }

    private void HandOver(MemberId to)
    {
        _reads.LeaseGivenUp = true;
        if (_transfer is { } transfer) _transfer = transfer with { Asked = true };
        _core.Outbox.Send(to, new RaftMessage.TimeoutNow(_core.Term));
    }

    private long MatchOf(MemberId member) =>
        member == _core.Self ? Log.Durable : _followers.TryGetValue(member, out var follower) ? follower.Match : 0;
}
