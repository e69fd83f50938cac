using Hanzo.Network.Consensus.Groups;
using Hanzo.Network.State;

namespace Hanzo.Network.Adapters.Journal;

/// <summary>
/// A copy of the file as it was in one transaction, made beside it while the original goes on: one that only somebody who lacks all of it
/// asks for. Its bytes are known before it is made.
/// </summary>
internal sealed class ReplicaSnapshot : IPartSnapshot
{
    private readonly string _file;
    private readonly Task<FileStream> _copy;
    private volatile bool _closed;

    /// <summary>Fixes what is copied.</summary>
    public ReplicaSnapshot(SqliteJournalFile source, string file, TimeSpan busyTimeout)
    {
        _file = file;
        var connection = source.Open();
        try
        {
            connection.Execute("BEGIN");
            // The first reading begins what the transaction sees.
            connection.Number("SELECT count(*) FROM hanzo_replica");
            Bytes = connection.Number("PRAGMA page_count") * connection.Number("PRAGMA page_size");
        }
        catch
        {
            connection.Dispose();
            throw;
        }

        _copy = Task.Run(() => Copy(connection, busyTimeout));
    }

    public long Bytes { get; }

    public Task ReadyAsync(CancellationToken cancellation) => _copy.WaitAsync(cancellation);

    /// <summary>The original is not read any more when this completes; what is not copied by then cannot be read.</summary>
    public async Task LeaveOriginalAsync()
    {
        _closed = true;
        await Task.WhenAny(_copy);
    }

    public async ValueTask<int> ReadAsync(long offset, Memory<byte> into, CancellationToken cancellation)
    {
        var copy = await _copy.WaitAsync(cancellation);
        return await RandomAccess.ReadAsync(copy.SafeFileHandle, into, offset, cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        _closed = true;
        try
        {
            await (await _copy).DisposeAsync();
        }
        catch (Exception failure) when (failure is IOException or EventStoreException or OperationCanceledException)
        {
            // Whoever read it has been told; there is nothing to close.
        }
    }

    private FileStream Copy(SqliteConnection source, TimeSpan busyTimeout)
    {
        using (source)
        using (var target = new SqliteConnection(_file, busyTimeout))
        {
            // What is lost with the power is asked for again.
            target.Execute("PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF");
            if (!source.CopyTo(target, () => !_closed)) throw new OperationCanceledException("it was closed before it was copied.");
            source.Execute("COMMIT");
        }

        var copy = new FileStream(
            _file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1,
            FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        if (copy.Length == Bytes) return copy;
        var length = copy.Length;
        copy.Dispose();
        throw new IOException($"the copy '{_file}' has {length} bytes, not {Bytes}.");
    }
}
