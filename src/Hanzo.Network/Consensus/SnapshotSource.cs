namespace Hanzo.Network.Consensus;

/// <summary>
/// The snapshot that a leader sends: its machine as it is when a follower first lacks what is no longer in the log (Ongaro 2014, §5.3).
/// One at a time, for all who lack it meanwhile; it is closed when nobody reads it any more.
/// </summary>
internal sealed class SnapshotSource
{
    private SnapshotMeta? _asked;
    private SnapshotMeta? _closing;
    private long _notBefore;
    private bool _wanted;

    public SnapshotMeta? Open { get; private set; }

    /// <summary>Of the open one: none of this member's life has the same.</summary>
    public long Transfer { get; private set; }

    /// <summary>What comes after this entry is needed by those who get the snapshot; null: there is none.</summary>
    public long? Index => (Open ?? _asked)?.Index;

    public void Want() => _wanted = true;

    public void Opened(SnapshotMeta snapshot)
    {
        Invariant.Require(_asked is not null, "a snapshot is opened that was not asked for");
        _asked = null;
        Open = snapshot;
        Transfer++;
    }

    /// <param name="again">The tick from which on it is tried again.</param>
    public void Failed(long again)
    {
        _asked = null;
        _notBefore = again;
    }

    public void Close()
    {
        _wanted = false;
        _closing ??= Open;
        Open = null;
    }

    public SnapshotMeta? TakeToOpen(RaftLog log, long now)
    {
        if (!_wanted || Open is not null || _asked is not null || now < _notBefore) return null;
        _wanted = false;
        return _asked = log.Describe();
    }

    public SnapshotMeta? TakeToClose()
    {
        var closing = _closing;
        _closing = null;
        return closing;
    }
}
