namespace Hanzo.Network.Consensus;

/// <summary>
/// What has come of a leader's snapshot: pieces count in order, of one transfer of one leader; anything else is asked for again.
/// </summary>
internal sealed class SnapshotReceiver
{
    private (MemberId From, long Term, long Transfer)? _of;

    /// <summary>The offset that is waited for.</summary>
    public long Next { get; private set; }

    /// <returns>Whether the piece is the one that is waited for.</returns>
    public bool Take(MemberId from, RaftMessage.SnapshotChunk chunk)
    {
        var of = (from, chunk.Term, chunk.Transfer);
        if (_of is { } present && present.From == from && present.Term == chunk.Term && chunk.Transfer < present.Transfer) return false;
        if (_of != of)
        {
            _of = of;
            Next = 0;
        }
        if (chunk.Offset != Next || chunk.Offset + chunk.Data.Length > chunk.Snapshot.Bytes) return false;
        Next += chunk.Data.Length;
        return true;
    }

    public void Clear()
    {
        _of = null;
        Next = 0;
    }
}
