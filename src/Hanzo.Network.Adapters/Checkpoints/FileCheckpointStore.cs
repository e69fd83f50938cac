using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Checkpoints;

namespace Hanzo.Network.Adapters.Checkpoints;

/// <summary>
/// Checkpoints in a folder of one process: <c>descriptions/ID.json</c> and <c>chunks/HASH</c>. A file gets its name when it is on the
/// disk, the description last.
/// </summary>
public sealed class FileCheckpointStore(string folder) : ICheckpointStore, IDisposable
{
    private const string Extension = ".json";
    private readonly string _descriptions = Path.Combine(folder, "descriptions");
    private readonly string _chunks = Path.Combine(folder, "chunks");
    private readonly SemaphoreSlim _turn = new(1);

    public async Task<ImmutableArray<KeptCheckpoint>> ListAsync(CancellationToken cancellation)
    {
        var kept = ImmutableArray.CreateBuilder<KeptCheckpoint>();
        foreach (var id in Ids().OrderDescending(StringComparer.Ordinal)) kept.Add(await LookAtAsync(id, cancellation));
        return kept.ToImmutable();
    }

    public Task SaveAsync(Checkpoint checkpoint, IReadOnlyDictionary<string, byte[]> chunks, CancellationToken cancellation) =>
        InTurnAsync(async () =>
        {
            Directory.CreateDirectory(_descriptions);
            Directory.CreateDirectory(_chunks);
            foreach (var chunk in checkpoint.Chunks)
                if (!File.Exists(ChunkFile(chunk.Hash))) await WriteAsync(ChunkFile(chunk.Hash), chunks[chunk.Hash], cancellation);
            await WriteAsync(DescriptionFile(checkpoint.Id), CheckpointCodec.Write(checkpoint), cancellation);
            return true;
        }, cancellation);

    public async Task<Checkpoint> ReadAsync(string id, CancellationToken cancellation) =>
        CheckpointCodec.Read(id, await ReadFileAsync(id, DescriptionFile(RequireId(id)), "its description", cancellation));

    public Task<byte[]> ReadChunkAsync(string id, CheckpointChunk chunk, CancellationToken cancellation) =>
        ReadFileAsync(id, ChunkFile(chunk.Hash), $"chunk {chunk.Hash}", cancellation);

    public Task<bool> DeleteAsync(string id, CancellationToken cancellation) => InTurnAsync(async () =>
    {
        var file = DescriptionFile(RequireId(id));
        if (!File.Exists(file)) return false;
        File.Delete(file);
        var needed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var kept in await ListAsync(cancellation))
        {
            // What a damaged one needs is not known: nothing is thrown away as long as it is there.
            if (kept.Checkpoint is null) return true;
            needed.UnionWith(kept.Checkpoint.Chunks.Select(chunk => chunk.Hash));
        }

        foreach (var chunk in Directory.EnumerateFiles(_chunks))
            if (!needed.Contains(Path.GetFileName(chunk))) File.Delete(chunk);
        return true;
    }, cancellation);

    public void Dispose() => _turn.Dispose();

    private static string RequireId(string id) =>
        Ulid.IsValid(id) ? id : throw new DamagedCheckpointException(id, "that is no id of a checkpoint.");

    private IEnumerable<string> Ids() => Directory.Exists(_descriptions)
        ? Directory.EnumerateFiles(_descriptions, "*" + Extension).Select(file => Path.GetFileNameWithoutExtension(file)!)
        : [];

    private async Task<KeptCheckpoint> LookAtAsync(string id, CancellationToken cancellation)
    {
        try
        {
            return new KeptCheckpoint(id, await ReadAsync(id, cancellation), null);
        }
        catch (DamagedCheckpointException damage)
        {
            return new KeptCheckpoint(id, null, damage.Message);
        }
    }

    private static async Task<byte[]> ReadFileAsync(string id, string file, string what, CancellationToken cancellation)
    {
        try
        {
            return await File.ReadAllBytesAsync(file, cancellation);
        }
        catch (IOException error)
        {
            throw new DamagedCheckpointException(id, $"{what} cannot be read: {error.Message}", error);
        }
    }

    private static async Task WriteAsync(string file, byte[] bytes, CancellationToken cancellation)
    {
        var unfinished = file + ".new";
        await using (var stream = new FileStream(unfinished, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            await stream.WriteAsync(bytes, cancellation);
            stream.Flush(flushToDisk: true);
        }

        File.Move(unfinished, file, overwrite: true);
    }

    private async Task<T> InTurnAsync<T>(Func<Task<T>> work, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            return await work();
        }
        finally
        {
            _turn.Release();
        }
    }

    private string DescriptionFile(string id) => Path.Combine(_descriptions, id + Extension);

    private string ChunkFile(string hash) => Path.Combine(_chunks, hash);
}
