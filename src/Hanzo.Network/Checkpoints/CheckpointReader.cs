using Hanzo.Network.State;

namespace Hanzo.Network.Checkpoints;

/// <summary>Reads a checkpoint whole, or says that it is damaged.</summary>
public static class CheckpointReader
{
    /// <returns>A board of what was known then.</returns>
    /// <exception cref="DamagedCheckpointException">It is not there, or not what was written.</exception>
    public static async Task<StateBoard> ReadAsync(ICheckpointStore store, string id, CancellationToken cancellation)
    {
        var checkpoint = await store.ReadAsync(id, cancellation);
        var board = new StateBoard();
        foreach (var chunk in checkpoint.Chunks)
            foreach (var (key, writer, cell) in CheckpointCodec.ReadChunk(id, chunk, await store.ReadChunkAsync(id, chunk, cancellation)))
                board.Merge(key, writer, cell);
        return board;
    }
}
