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

    private readonly SemaphoreSlim _free = new(1);
    private SqliteConnection? _connection;
    private SqliteRows? _rows;
    private int _waiting;
    private bool _closed;

    public Task SaveAsync(string persistenceId, StoredSnapshot snapshot, CancellationToken cancellation) =>
        UseAsync(rows => rows.Save(persistenceId, snapshot), cancellation);

    public Task DeleteSnapshotsAsync(string persistenceId, SnapshotRange range, CancellationToken cancellation) =>
        UseAsync(rows => rows.DeleteSnapshots(persistenceId, range), cancellation);

    /// <summary>Puts an event behind a history, with whatever higher number, if it ends as expected.</summary>
    /// <returns>False: it ends otherwise; nothing was changed.</returns>
    public async Task<bool> PutAsync(string persistenceId, long end, long sequence, string manifest, long created)
    {
        var isPut = false;
        await UseAsync(
            rows =>
            {
                _connection!.Execute("BEGIN IMMEDIATE");
                isPut = rows.EndOf(persistenceId) == end;
                if (isPut) rows.Insert(persistenceId, sequence - 1, "", created, [new NewEvent(manifest, default)]);
                _connection.Execute("COMMIT");
            },
            CancellationToken.None);
        return isPut;
    }

    /// <summary>The first events go first, so that what remains has no gap whenever it ends.</summary>
    public async Task DeleteAsync(string persistenceId, long toSequence, CancellationToken cancellation)
    {
        var hasMore = true;
        while (hasMore) await UseAsync(rows => hasMore = DeleteSome(rows, persistenceId, toSequence), cancellation);
    }

    public Task ForgetAsync(string persistenceId, long last, CancellationToken cancellation) => UseAsync(
        rows =>
        {
            _connection!.Execute("BEGIN IMMEDIATE");
            rows.Forget(persistenceId, last);
            _connection.Execute("COMMIT");
        },
        cancellation);

    /// <summary>What is under way ends first.</summary>
    public void Dispose()
    {
        _free.Wait();
        _closed = true;
        Drop();
        _free.Release();
    }

    private async Task UseAsync(Action<SqliteRows> use, CancellationToken cancellation)
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

    private void Use(Action<SqliteRows> use)
    {
        if (_closed) throw new EventStoreException(file.Path, EventStoreProblem.Closed, "it is closed.");
        try
        {
            use(_rows ??= new SqliteRows(_connection ??= Open()));
        }
        catch
        {
            // After an error the next call opens the file anew, which ends a transaction as well.
            Drop();
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

    private bool DeleteSome(SqliteRows rows, string persistenceId, long toSequence)
    {
        _connection!.Execute("BEGIN IMMEDIATE");
        var hasMore = rows.DeleteSome(persistenceId, toSequence);
        _connection.Execute("COMMIT");
        return hasMore;
    }

    private void Drop()
    {
        _rows?.Dispose();
        _connection?.Dispose();
        (_rows, _connection) = (null, null);
    }
}
