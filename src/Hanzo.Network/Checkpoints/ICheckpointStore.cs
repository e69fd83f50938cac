using System.Collections.Immutable;

namespace Hanzo.Network.Checkpoints;

/// <summary>Where one node keeps checkpoints. Chunks are named by their content and kept once.</summary>
public interface ICheckpointStore
{
    /// <summary>Newest first; one whose description cannot be read is told as damaged.</summary>
    /// <exception cref="IOException">What there is cannot be found out.</exception>
    Task<ImmutableArray<KeptCheckpoint>> ListAsync(CancellationToken cancellation);

    /// <summary>
    /// Chunks that are kept already are not written again, unless they are damaged. It is there as a whole, or not at all.
    /// </summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    Task SaveAsync(Checkpoint checkpoint, IReadOnlyDictionary<string, byte[]> chunks, CancellationToken cancellation);

    /// <exception cref="DamagedCheckpointException">It is not there, or not what was written.</exception>
    Task<Checkpoint> ReadAsync(string id, CancellationToken cancellation);

    /// <exception cref="DamagedCheckpointException">It is not there, or not what was written.</exception>
    Task<byte[]> ReadChunkAsync(string id, CheckpointChunk chunk, CancellationToken cancellation);

    /// <summary>With the chunks that no other checkpoint needs.</summary>
    /// <returns>False: there was none.</returns>
    /// <exception cref="IOException">It cannot be deleted.</exception>
    Task<bool> DeleteAsync(string id, CancellationToken cancellation);
}

/// <param name="Checkpoint">Null: it cannot be read.</param>
/// <param name="Damage">Why not; null: it can.</param>
public sealed record KeptCheckpoint(string Id, Checkpoint? Checkpoint, string? Damage)
{
    /// <summary>It could not be read this time; what is in it is not known to be wrong.</summary>
    public bool MayRecover { get; init; }
}

/// <summary>A checkpoint that must not be restored.</summary>
public sealed class DamagedCheckpointException(string id, string why, Exception? inner = null)
    : Exception($"checkpoint {id} is damaged: {why}", inner)
{
    public string Id { get; } = id;
}
