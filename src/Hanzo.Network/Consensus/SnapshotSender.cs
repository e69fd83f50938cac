namespace Hanzo.Network.Consensus;

/// <summary>
/// One snapshot on its way to one follower (Ongaro 2014, §5.3): pieces in order, a few under way at a time, and from the last one that is
/// known to have come when nothing is heard.
/// </summary>
internal sealed class SnapshotSender(SnapshotMeta meta, long transfer, RaftSettings settings)
{
    private long _acknowledged;
    private long _told;
    private long _sent;
    private int _silentTicks;
    private int _quietTicks;
    private bool _emptySent;

    public SnapshotMeta Meta { get; } = meta;

    public long Transfer { get; } = transfer;

    /// <summary>Nothing was heard of the follower for so long that the snapshot is not kept open for it.</summary>
    public bool IsAbandoned => _quietTicks >= settings.SnapshotPatienceTicks;

    /// <summary>The next piece that may go now.</summary>
    public (long Offset, int Length)? Take()
    {
        if (Meta.Bytes == 0)
        {
            if (_emptySent) return null;
            _emptySent = true;
            return (0, 0);
        }
        if (_sent >= Meta.Bytes || _sent - _acknowledged >= (long)settings.SnapshotCredit * settings.ChunkBytes) return null;
        var piece = (_sent, (int)Math.Min(settings.ChunkBytes, Meta.Bytes - _sent));
        _sent += piece.Item2;
        return piece;
    }

    public void Credit(long next)
    {
        if (next > Meta.Bytes) return;
        _quietTicks = 0;
        _told = next;
        if (next <= _acknowledged) return;
        _acknowledged = next;
        _sent = Math.Max(_sent, next);
        _silentTicks = 0;
    }

    /// <summary>Also a follower that has begun anew, since it was started anew, is given what it waits for, after a while.</summary>
    public void Tick()
    {
        _quietTicks++;
        if (++_silentTicks < settings.ElectionTicks) return;
        _silentTicks = 0;
        _emptySent = false;
        _acknowledged = _sent = _told;
    }
}
