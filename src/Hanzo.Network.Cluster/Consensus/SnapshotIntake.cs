using Hanzo.Network.Consensus;

namespace Hanzo.Network.Cluster.Consensus;

/// <summary>
/// Pieces of another member's snapshot on their way to the disk: as long as many wait for it, those that come wait too, so that they are
/// acknowledged later and the sender does not go faster than the disk. For one member's life.
/// </summary>
internal sealed class SnapshotIntake
{
    /// <summary>Pieces that may wait for the disk; a sender has fewer under way than may wait here.</summary>
    private const int MaxUnwritten = 16;

    private const int MaxWaiting = 64;

    private readonly Queue<(MemberId From, RaftMessage Piece)> _waiting = [];
    private int _unwritten;

    /// <summary>Of the snapshot that is coming: bytes so far, and all. Null: none is.</summary>
    public (long Come, long All)? Progress { get; private set; }

    /// <returns>Whether it is to be taken now; otherwise it waits, or, beyond the bound, is lost, which does no harm.</returns>
    public bool Admit(MemberId from, RaftMessage message)
    {
        if (message is not RaftMessage.SnapshotChunk || (_unwritten < MaxUnwritten && _waiting.Count == 0)) return true;
        if (_waiting.Count < MaxWaiting) _waiting.Enqueue((from, message));
        return false;
    }

    public void Writing(ReceivedChunk chunk)
    {
        _unwritten++;
        Progress = (chunk.Offset + chunk.Data.Length, chunk.Snapshot.Bytes);
    }

    /// <returns>One that waited and is to be taken now.</returns>
    public (MemberId From, RaftMessage Piece)? Written()
    {
        _unwritten--;
        return _unwritten < MaxUnwritten && _waiting.TryDequeue(out var next) ? next : null;
    }

    /// <summary>It is installed, or something else came.</summary>
    public void Ended() => Progress = null;
}
