using Hanzo.Network.State;

namespace Hanzo.Network.Adapters.Journal;

/// <summary>Stores batches of appends, each batch in one transaction. For one thread.</summary>
internal sealed class SqliteWriter(SqliteJournalFile file, TimeProvider time) : IDisposable
{
    private SqliteConnection? _connection;
    private SqliteStatement? _begin;
    private SqliteStatement? _commit;
    private SqliteRows? _rows;
    private string? _journalId;
    private bool _chosen;

    /// <returns>The journal's id, every time the same.</returns>
    public string Open()
    {
        (_connection, var id) = file.OpenToWrite();
        try
        {
            JournalFormat.RequireSame(file.Path, _journalId, id);
            // The lock is taken at once: what is read in the transaction is true until its end.
            _begin = _connection.Prepare("BEGIN IMMEDIATE");
            _commit = _connection.Prepare("COMMIT");
            _rows = new SqliteRows(_connection);
            return _journalId = id;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>All of the batch that is not refused is durable afterwards; when it throws, nothing is.</summary>
    public void Write(List<PendingAppend> batch)
    {
        if (_connection is null) Open();
        var created = JournalFormat.TicksOf(time.GetUtcNow());
        try
        {
            _begin!.Run();
            foreach (var append in batch)
                if (append.Follows(EndFor(append)))
                    _rows!.Insert(append.PersistenceId, append.ExpectedSequence, append.Writer, created, append.Events);
            _commit!.Run();
        }
        catch (Exception e)
        {
            GiveUp(e);
            throw;
        }
    }

    /// <summary>
    /// What the network's journal is to have is begun by nobody here, also not by a process that has not heard of the choice: it is
    /// refused as what another writer has begun.
    /// </summary>
    private long EndFor(PendingAppend append)
    {
        var end = _rows!.EndOf(append.PersistenceId);
        if (end > 0 || NodeRecords.Holds(append.PersistenceId)) return end;
        _chosen = _chosen || _rows.EndOf(NodeRecords.Chosen) > 0;
        return _chosen ? long.MaxValue : end;
    }

    public void Dispose()
    {
        _begin?.Dispose();
        _commit?.Dispose();
        _rows?.Dispose();
        _connection?.Dispose();
        _connection = null;
    }

    /// <summary>A full disk and another's lock pass by themselves; after anything else the next batch opens the file anew.</summary>
    private void GiveUp(Exception error)
    {
        try
        {
            if (_connection!.IsInTransaction) _connection.Execute("ROLLBACK");
            if (error is EventStoreException { Problem: EventStoreProblem.Full or EventStoreProblem.Locked }) return;
        }
        catch (EventStoreException)
        {
            // The connection is closed below, which rolls back as well; what is told is why it came to this.
        }

        Dispose();
    }
}
