using Hanzo.Network.State;

namespace Hanzo.Network.Adapters.Journal;

/// <summary>
/// Writes snapshots, and deletes what they make needless, on a connection of its own: none of it waits among the appends, and of
/// the file's one lock it never takes much at a time.
/// </summary>
internal sealed class SqliteKeeper(SqliteJournalFile file, string journalId) : IDisposable
{
    /// <summary>Calls that may wait; more are refused.</summary>
    public const int MaxWaiting = 64;

    /// <summary>Events deleted in one transaction, while appends wait.</summary>
    private const int MostAtOnce = 500;

    private readonly SemaphoreSlim _free = new(1);
    private SqliteConnection? _connection;
    private int _waiting;
    private bool _closed;

    public Task SaveAsync(string persistenceId, StoredSnapshot snapshot, CancellationToken cancellation) => UseAsync(
        connection =>
        {
            using var insert = connection.Prepare(
                "INSERT OR REPLACE INTO snapshot (persistence_id, sequence_number, created, snapshot, manifest, serializer_id) "
                    + $"VALUES (?1, ?2, ?3, ?4, ?5, {JournalFormat.SerializerId})");
            insert.Bind(1, persistenceId).Bind(2, snapshot.Sequence).Bind(3, JournalFormat.TicksOf(snapshot.At))
                .Bind(4, snapshot.Payload.Span).Bind(5, snapshot.Manifest).Run();
        },
        cancellation);

    public Task DeleteSnapshotsAsync(string persistenceId, SnapshotRange range, CancellationToken cancellation) => UseAsync(
        connection =>
        {
            using var delete = connection.Prepare($"DELETE FROM snapshot WHERE {JournalFormat.SnapshotsIn("?1", "?2", "?3", "?4", "?5")}");
            SqliteReaders.Bind(delete, persistenceId, range).Run();
        },
        cancellation);

    /// <summary>The first events go first, so that what remains has no gap whenever it ends.</summary>
    public async Task DeleteAsync(string persistenceId, long toSequence, CancellationToken cancellation)
    {
        var hasMore = true;
        while (hasMore) await UseAsync(connection => hasMore = DeleteSome(connection, persistenceId, toSequence), cancellation);
    }

    /// <summary>What is under way ends first.</summary>
    public void Dispose()
    {
        _free.Wait();
        _closed = true;
        _connection?.Dispose();
        _connection = null;
        _free.Release();
    }

    private async Task UseAsync(Action<SqliteConnection> use, CancellationToken cancellation)
    {
        try
        {
            if (Interlocked.Increment(ref _waiting) > MaxWaiting)
                throw new EventStoreException(
                    file.Path, EventStoreProblem.Overloaded, $"{MaxWaiting} snapshots and deletions wait, the most that may.");
            await _free.WaitAsync(cancellation);
            try
            {
                // The disk may be slow, and the caller's thread may be an actor's.
                await Task.Run(() => Use(use), cancellation);
            }
            finally
            {
                _free.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private void Use(Action<SqliteConnection> use)
    {
        if (_closed) throw new EventStoreException(file.Path, EventStoreProblem.Closed, "it is closed.");
        try
        {
            use(_connection ??= Open());
        }
        catch
        {
            // After an error the next call opens the file anew, which ends a transaction as well.
            _connection?.Dispose();
            _connection = null;
            throw;
        }
    }

    private SqliteConnection Open()
    {
        var (connection, id) = file.OpenToWrite();
        try
        {
            JournalFormat.RequireSame(file.Path, journalId, id);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <returns>Whether there are more to delete.</returns>
    private static bool DeleteSome(SqliteConnection connection, string persistenceId, long toSequence)
    {
        using var find = connection.Prepare(JournalFormat.LastUpTo("?1", "?2"));
        using var delete = connection.Prepare(
            "DELETE FROM journal WHERE ordering IN (SELECT ordering FROM journal "
                + $"WHERE persistence_id = ?1 AND sequence_number < ?2 ORDER BY sequence_number LIMIT {MostAtOnce})");
        using var mark = connection.Prepare("UPDATE journal SET deleted = 1 WHERE persistence_id = ?1 AND sequence_number = ?2");
        using var untag = connection.Prepare("DELETE FROM tags WHERE persistence_id = ?1 AND sequence_nr <= ?2");
        connection.Execute("BEGIN IMMEDIATE");
        var last = find.Bind(1, persistenceId).Bind(2, toSequence).Step() ? find.Number(0) : 0;
        find.Reset();
        delete.Bind(1, persistenceId).Bind(2, last).Run();
        var hasMore = connection.Changes == MostAtOnce;
        // The last stays, out of sight, and keeps the numbers.
        if (!hasMore) mark.Bind(1, persistenceId).Bind(2, last).Run();
        if (!hasMore) untag.Bind(1, persistenceId).Bind(2, last).Run();
        connection.Execute("COMMIT");
        return hasMore;
    }
}
