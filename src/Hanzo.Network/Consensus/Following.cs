using System.Collections.Immutable;

namespace Hanzo.Network.Consensus;

/// <summary>What a leader tells: entries, what is committed, snapshots. The leader is of the member's own term.</summary>
internal sealed class Following(RaftCore core)
{
    private readonly SnapshotReceiver _receiver = new();
    private ImmutableArray<ReceivedChunk>.Builder _received = ImmutableArray.CreateBuilder<ReceivedChunk>();
    private (long Ticket, SnapshotMeta Snapshot)? _installing;
    private SnapshotMeta? _restore;
    private LogPosition _acknowledged;

    private RaftLog Log => core.Log;

    /// <summary>The machine is not what the log says it is, until a snapshot is durable and restored.</summary>
    public bool IsInstalling => _installing is not null || _restore is not null;

    /// <summary>§3.5: entries follow where both logs agree; what differs after that goes.</summary>
    public void On(MemberId leader, RaftMessage.AppendRequest request)
    {
        var previous = request.Previous;
        if (previous.Index >= Log.Commit && !Log.Has(previous))
        {
            core.Promise(leader, new RaftMessage.AppendRejected(core.Term, previous.Index, HintFor(previous)));
            return;
        }
        foreach (var entry in request.Entries)
        {
            if (entry.Index <= Log.Commit) continue;
            var term = Log.TermAt(entry.Index);
            if (term == entry.Term) continue;
            if (term is not null) RemoveFrom(entry.Index);
            Log.Append(entry);
        }
        var last = previous.Index + request.Entries.Length;
        var isNews = Log.CommitTo(Math.Min(request.Commit, last));
        var has = new LogPosition(Math.Max(last, Log.Commit), core.Term);
        // That more is committed is told by itself when nothing else is to be sent, and what is had was acknowledged before. Were that
        // answer lost, the leader would ask after the next heartbeat.
        if (isNews && request.Entries.IsEmpty && has == _acknowledged) return;
        _acknowledged = has;
        core.Promise(leader, new RaftMessage.Appended(core.Term, has.Index));
    }

    /// <summary>§6.4: that its leader is heard is what the answer says.</summary>
    public void On(MemberId leader, RaftMessage.Heartbeat heartbeat)
    {
        Log.CommitTo(heartbeat.Commit);
        core.Promise(leader, new RaftMessage.HeartbeatResponse(core.Term, heartbeat.Round));
    }

    /// <summary>§5.3: a log that has the snapshot's last entry keeps it and what comes after it; any other is replaced.</summary>
    public void On(MemberId leader, RaftMessage.SnapshotChunk chunk)
    {
        var snapshot = chunk.Snapshot;
        if (Log.Has(snapshot.Position)) Log.CommitTo(snapshot.Index);
        if (snapshot.Index <= Log.Commit)
        {
            _receiver.Clear();
            core.Promise(leader, new RaftMessage.Appended(core.Term, Log.Commit));
            return;
        }
        // Another one's pieces would take the place of those that are to be installed: it is sent again.
        if (_installing is not null) return;
        var taken = _receiver.Take(leader, chunk);
        if (taken) _received.Add(new ReceivedChunk(snapshot, chunk.Offset, chunk.Data));
        if (taken && _receiver.Next == snapshot.Bytes) Install(leader, snapshot);
        else core.Promise(leader, new RaftMessage.SnapshotCredit(core.Term, chunk.Transfer, _receiver.Next));
    }

    public void Persisted()
    {
        if (_installing is not { } installing || !core.Outbox.IsDurable(installing.Ticket)) return;
        _restore = installing.Snapshot;
        _installing = null;
    }

    public ImmutableArray<ReceivedChunk> TakeReceived()
    {
        if (_received.Count == 0) return [];
        var received = _received.ToImmutable();
        _received = ImmutableArray.CreateBuilder<ReceivedChunk>();
        return received;
    }

    public SnapshotMeta? TakeRestore()
    {
        var restore = _restore;
        _restore = null;
        return restore;
    }

    private void Install(MemberId leader, SnapshotMeta snapshot)
    {
        _receiver.Clear();
        Log.Install(snapshot);
        core.Outbox.Install(snapshot);
        _installing = (core.Outbox.Ticket(Log), snapshot);
        _restore = null;
        core.Promise(leader, new RaftMessage.Appended(core.Term, snapshot.Index));
    }

    private void RemoveFrom(long index)
    {
        Log.RemoveFrom(index);
        core.Outbox.RemoveFrom(index);
    }

    // Entries of later terms than the leader's there cannot be the leader's.
    private LogPosition HintFor(LogPosition previous)
    {
        var index = Math.Min(previous.Index, Log.LastIndex);
        while (index > Log.Commit && Log.TermAt(index) > previous.Term) index--;
        return new LogPosition(index, Log.TermAt(index)!.Value);
    }
}
