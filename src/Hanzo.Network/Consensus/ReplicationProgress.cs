namespace Hanzo.Network.Consensus;

internal enum Replication
{
    /// <summary>It is not known where the follower's log ends: one message, then its answer.</summary>
    Probe,

    /// <summary>One message after the other, without waiting for answers (Ongaro 2014, §10.2.1).</summary>
    Stream,

    /// <summary>What it lacks is no longer in the log: it is sent a snapshot, or one is waited for.</summary>
    Snapshot,
}

/// <summary>What a leader knows of one member, and what it may send it.</summary>
internal sealed class ReplicationProgress(long next, RaftSettings settings)
{
    private readonly Queue<(long Last, long Bytes)> _inFlight = [];
    private long _inFlightBytes;
    private bool _isHeard;
    private bool _wasHeard;

    public Replication Mode { get; private set; } = Replication.Probe;

    /// <summary>The follower's log is the leader's up to here, on its disk.</summary>
    public long Match { get; private set; }

    public long Next { get; private set; } = next;

    /// <summary>It has answered since the leader last looked whether a quorum does (§6.2); a new one has until then.</summary>
    public bool Active { get; private set; } = true;

    /// <summary>It has answered since then, or within the time between two looks before.</summary>
    public bool IsHeard => _isHeard || _wasHeard;

    /// <summary>The newest round that it has answered (§6.4).</summary>
    public long Round { get; set; }

    /// <summary>What it was last told to be committed.</summary>
    public long ToldCommit { get; set; }

    /// <summary>Null also while one is waited for.</summary>
    public SnapshotSender? Snapshot { get; private set; }

    private bool Probed { get; set; }

    private bool Nudged { get; set; }

    /// <summary>A message may go, even one without entries that only asks.</summary>
    public bool MaySend => Mode switch
    {
        Replication.Probe => !Probed,
        Replication.Stream => _inFlight.Count < settings.MaxInFlightMessages && _inFlightBytes < settings.MaxInFlightBytes,
        _ => false,
    };

    /// <summary>A message goes though there may be nothing new in it: to be answered whether the follower has what was sent.</summary>
    public bool MustAsk => Mode == Replication.Probe ? !Probed : Nudged;

    public void Sent(long last, long bytes)
    {
        Nudged = false;
        if (Mode == Replication.Probe)
        {
            Probed = true;
            return;
        }
        if (bytes == 0) return;
        Next = last + 1;
        _inFlight.Enqueue((last, bytes));
        _inFlightBytes += bytes;
    }

    /// <returns>Whether <see cref="Match"/> moved.</returns>
    public bool Acknowledged(long index)
    {
        while (_inFlight.TryPeek(out var first) && first.Last <= index) Release();
        Probed = false;
        var moved = index > Match;
        Match = Math.Max(Match, index);
        Next = Math.Max(Next, Match + 1);
        if (Mode == Replication.Probe || (Snapshot is { } sender && Match >= sender.Meta.Index)) Stream();
        return moved;
    }

    /// <summary>The follower lacks the entry before those that were sent, or has another there.</summary>
    /// <param name="previous">That entry.</param>
    /// <param name="next">Where both logs may agree, as far as the leader can tell.</param>
    public void Rejected(long previous, long next)
    {
        if (Mode == Replication.Snapshot || previous <= Match) return;
        if (Mode == Replication.Probe && previous != Next - 1) return;
        Probe(Mode == Replication.Stream ? Match + 1 : Math.Max(Match + 1, Math.Min(previous, next)));
    }

    /// <summary>It has answered something.</summary>
    public void Answered() => Active = _isHeard = true;

    /// <summary>The leader has looked whether it answers.</summary>
    public void Looked() => (_wasHeard, _isHeard, Active) = (_isHeard, false, false);

    /// <summary>It lives: if it lacks something, what was sent may be lost.</summary>
    public void Heard(long lastIndex)
    {
        Answered();
        Probed = false;
        if (Mode != Replication.Stream || Match >= lastIndex) return;
        Nudged = true;
        if (_inFlight.Count > 0 && !MaySend) Release();
    }

    public void Probe(long next)
    {
        Reset(Replication.Probe);
        Next = next;
        Probed = false;
    }

    public void AwaitSnapshot() => Reset(Replication.Snapshot);

    public void BeginSnapshot(SnapshotMeta snapshot, long transfer)
    {
        Reset(Replication.Snapshot);
        Snapshot = new SnapshotSender(snapshot, transfer, settings);
    }

    private void Stream()
    {
        Reset(Replication.Stream);
        Next = Match + 1;
    }

    private void Reset(Replication mode)
    {
        Mode = mode;
        Snapshot = null;
        Nudged = false;
        _inFlight.Clear();
        _inFlightBytes = 0;
    }

    private void Release() => _inFlightBytes -= _inFlight.Dequeue().Bytes;
}
