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

    /// <summary>Chunks that this process has written, or read as they should be.</summary>
    private readonly HashSet<string> _sound = new(StringComparer.Ordinal);

    public async Task<ImmutableArray<KeptCheckpoint>> ListAsync(CancellationToken cancellation)
    {
        var kept = ImmutableArray.CreateBuilder<KeptCheckpoint>();
        foreach (var id in Ids()) kept.Add(await LookAtAsync(id, cancellation));
        return kept.ToImmutable();
    }

    public Task SaveAsync(Checkpoint checkpoint, IReadOnlyDictionary<string, byte[]> chunks, CancellationToken cancellation) =>
        InTurnAsync(async () =>
        {
            Directory.CreateDirectory(_descriptions);
            Directory.CreateDirectory(_chunks);
            foreach (var chunk in checkpoint.Chunks)
                await KeepAsync(chunk, chunks[chunk.Hash], cancellation);
            await WriteAsync(DescriptionFile(checkpoint.Id), CheckpointCodec.Write(checkpoint), cancellation);
            return true;
        }, cancellation);

    public async Task<Checkpoint> ReadAsync(string id, CancellationToken cancellation) =>
        CheckpointCodec.Read(id, await ReadFileAsync(id, DescriptionFile(RequireId(id)), "its description", cancellation));

    public Task<byte[]> ReadChunkAsync(string id, CheckpointChunk chunk, CancellationToken cancellation) =>
        InTurnAsync(async () =>
        {
            _sound.Remove(chunk.Hash);
            var bytes = await ReadFileAsync(id, ChunkFile(chunk.Hash), $"chunk {chunk.Hash}", cancellation);
            if (CheckpointCodec.HashOf(bytes) == chunk.Hash) _sound.Add(chunk.Hash);
            return bytes;
        }, cancellation);

    public Task<bool> DeleteAsync(string id, CancellationToken cancellation) => InTurnAsync(async () =>
    {
        var file = DescriptionFile(RequireId(id));
        if (!File.Exists(file)) return false;
        File.Delete(file);
        var needed = new HashSet<string>(StringComparer.Ordinal);
        var since = DateTime.MinValue;
        foreach (var kept in await ListAsync(cancellation))
        {
            // What a damaged one needs is not known, but nothing that was written after it.
            if (kept.Checkpoint is { } readable) needed.UnionWith(readable.Chunks.Select(chunk => chunk.Hash));
            else if (File.GetLastWriteTimeUtc(DescriptionFile(kept.Id)) is var written && written > since) since = written;
        }

        foreach (var chunk in Directory.EnumerateFiles(_chunks))
        {
            if (needed.Contains(Path.GetFileName(chunk)) || File.GetLastWriteTimeUtc(chunk) <= since) continue;
            File.Delete(chunk);
            _sound.Remove(Path.GetFileName(chunk));
        }

        return true;
    }, cancellation);

    public void Dispose() => _turn.Dispose();

    private static string RequireId(string id) =>
        Ulid.IsValid(id) ? id : throw new DamagedCheckpointException(id, "that is no id of a checkpoint.");

    /// <summary>Newest first; files of other names are somebody else's.</summary>
    private string[] Ids()
    {
        if (!Directory.Exists(_descriptions)) return [];
        try
        {
            return
            [
                .. Directory.GetFiles(_descriptions, "*" + Extension).Select(file => Path.GetFileNameWithoutExtension(file)!)
                    .Where(id => Ulid.IsValid(id)).OrderDescending(StringComparer.Ordinal),
            ];
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new IOException(denied.Message, denied);
        }
    }

    /// <summary>One that is there is read before it is relied on, once in a life of the process.</summary>
    private async Task KeepAsync(CheckpointChunk chunk, byte[] bytes, CancellationToken cancellation)
    {
        var file = new FileInfo(ChunkFile(chunk.Hash));
        var isSound = file.Exists && file.Length == bytes.Length
            && (_sound.Contains(chunk.Hash) || await HoldsAsync(file.FullName, chunk.Hash, cancellation));
        if (!isSound) await WriteAsync(file.FullName, bytes, cancellation);
        _sound.Add(chunk.Hash);
    }

    private static async Task<bool> HoldsAsync(string file, string hash, CancellationToken cancellation)
    {
        try
        {
            return CheckpointCodec.HashOf(await File.ReadAllBytesAsync(file, cancellation)) == hash;
        }
        catch (IOException)
        {
            // It is written anew.
            return false;
        }
    }

    private async Task<KeptCheckpoint> LookAtAsync(string id, CancellationToken cancellation)
    {
        try
        {
            return new KeptCheckpoint(id, await ReadAsync(id, cancellation), null);
        }
        catch (DamagedCheckpointException damage)
        {
            return new KeptCheckpoint(id, null, damage.Message) { MayRecover = damage.InnerException is IOException };
        }
    }

    private static async Task<byte[]> ReadFileAsync(string id, string file, string what, CancellationToken cancellation)
    {
        try
        {
            return await File.ReadAllBytesAsync(file, cancellation);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            var cause = error as IOException ?? new IOException(error.Message, error);
            throw new DamagedCheckpointException(id, $"{what} cannot be read: {error.Message}", cause);
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
        catch (UnauthorizedAccessException denied)
        {
            throw new IOException(denied.Message, denied);
        }
        finally
        {
            _turn.Release();
        }
    }

    private string DescriptionFile(string id) => Path.Combine(_descriptions, id + Extension);

    private string ChunkFile(string hash) => Path.Combine(_chunks, hash);
}
