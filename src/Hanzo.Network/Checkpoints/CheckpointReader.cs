using Hanzo.Network.State;

namespace Hanzo.Network.Checkpoints;

/// <summary>Reads a checkpoint whole, or as much of it as there is.</summary>
public static class CheckpointReader
{
    /// <returns>A board of what was known then.</returns>
    /// <exception cref="DamagedCheckpointException">It is not there, or not what was written.</exception>
    public static async Task<StateBoard> ReadAsync(ICheckpointStore store, string id, CancellationToken cancellation)
    {
        var checkpoint = await store.ReadAsync(id, cancellation);
        var board = new StateBoard();
        foreach (var chunk in checkpoint.Chunks) await MergeAsync(store, id, chunk, board, cancellation);
        return board;
    }

    /// <summary>
    /// Puts on a board what the newest checkpoint knew; where a piece of it is damaged, what the one before it has of that piece, and so
    /// on. Parts that are known already, or have been replaced, stay what they are: an older piece does no harm.
    /// </summary>
    /// <param name="kept">Newest first.</param>
    /// <param name="damaged">Told of everything that cannot be read.</param>
    /// <returns>
    /// The newest of which anything was read, null for none, and what the board has of the journal of whoever took it: known when
    /// nothing of it was damaged.
    /// </returns>
    public static async Task<(Checkpoint? Revived, JournalMark? Mark)> ReviveAsync(
        ICheckpointStore store, IEnumerable<KeptCheckpoint> kept, StateBoard board, Action<DamagedCheckpointException> damaged,
        CancellationToken cancellation)
    {
        Checkpoint? revived = null;
        HashSet<int>? missing = null;
        var unreadable = new HashSet<string>(StringComparer.Ordinal);
        foreach (var one in kept)
        {
            if (await DescriptionAsync(store, one, damaged, cancellation) is not { } checkpoint) continue;
            var left = new HashSet<int>();
            foreach (var chunk in checkpoint.Chunks)
            {
                if (missing?.Contains(chunk.Bucket) == false || unreadable.Contains(chunk.Hash)) continue;
                try
                {
                    await MergeAsync(store, one.Id, chunk, board, cancellation);
                    revived ??= checkpoint;
                    missing?.Remove(chunk.Bucket);
                }
                catch (DamagedCheckpointException damage)
                {
                    damaged(damage);
                    left.Add(chunk.Bucket);
                    unreadable.Add(chunk.Hash);
                }
            }

            if (missing is null && left.Count == 0) return (checkpoint, checkpoint.Journal);
            missing ??= left;
            if (missing.Count == 0) break;
        }

        return (revived, null);
    }

    private static async Task<Checkpoint?> DescriptionAsync(
        ICheckpointStore store, KeptCheckpoint kept, Action<DamagedCheckpointException> damaged, CancellationToken cancellation)
    {
        try
        {
            return kept.Checkpoint ?? await store.ReadAsync(kept.Id, cancellation);
        }
        catch (DamagedCheckpointException damage)
        {
            damaged(damage);
            return null;
        }
    }

    private static async Task MergeAsync(
        ICheckpointStore store, string id, CheckpointChunk chunk, StateBoard board, CancellationToken cancellation)
    {
        var bytes = await store.ReadChunkAsync(id, chunk, cancellation);
        foreach (var (key, writer, cell) in CheckpointCodec.ReadChunk(id, chunk, bytes)) board.Merge(key, writer, cell);
    }
}
