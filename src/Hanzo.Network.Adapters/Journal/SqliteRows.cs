using Hanzo.Network.State;

namespace Hanzo.Network.Adapters.Journal;

/// <summary>What changes a journal's tables, on one connection, in the transaction of whoever calls. For one thread.</summary>
internal sealed class SqliteRows : IDisposable
{
    /// <summary>Events deleted in one transaction, while appends wait.</summary>
    private const int MostAtOnce = 500;

    /// <summary>That have rows of an id.</summary>
    private static readonly string[] Tables = ["journal", "tags", "snapshot"];

    private readonly SqliteConnection _connection;
    private readonly SqliteStatement _end;
    private readonly SqliteStatement _insert;

    /// <summary>The connection stays the caller's.</summary>
    public SqliteRows(SqliteConnection connection)
    {
        _connection = connection;
        _end = connection.Prepare(JournalFormat.EndOf("?1"));
        _insert = connection.Prepare(
            "INSERT INTO journal (created, deleted, persistence_id, sequence_number, message, manifest, identifier, writer_uuid) "
                + $"VALUES (?1, 0, ?2, ?3, ?4, ?5, {JournalFormat.SerializerId}, ?6)");
    }

    /// <summary>The highest sequence number stored, 0 when there is none.</summary>
    public long EndOf(string persistenceId)
    {
        var end = _end.Bind(1, persistenceId).Step() ? _end.Number(0) : 0;
        _end.Reset();
        return end;
    }

    /// <param name="after">The number of the last event before these.</param>
    /// <param name="created">As <see cref="JournalFormat.TicksOf"/> tells.</param>
    public void Insert(string persistenceId, long after, string writer, long created, IReadOnlyList<NewEvent> events)
    {
        _insert.Bind(1, created).Bind(2, persistenceId).Bind(6, writer);
        for (var i = 0; i < events.Count; i++)
            _insert.Bind(3, after + 1 + i).Bind(4, events[i].Payload.Span).Bind(5, events[i].Manifest).Run();
    }

    public void Save(string persistenceId, StoredSnapshot snapshot)
    {
        using var insert = _connection.Prepare(
            "INSERT OR REPLACE INTO snapshot (persistence_id, sequence_number, created, snapshot, manifest, serializer_id) "
                + $"VALUES (?1, ?2, ?3, ?4, ?5, {JournalFormat.SerializerId})");
        insert.Bind(1, persistenceId).Bind(2, snapshot.Sequence).Bind(3, JournalFormat.TicksOf(snapshot.At))
            .Bind(4, snapshot.Payload.Span).Bind(5, snapshot.Manifest).Run();
    }

    public void DeleteSnapshots(string persistenceId, SnapshotRange range)
    {
        using var delete = _connection.Prepare($"DELETE FROM snapshot WHERE {JournalFormat.SnapshotsIn("?1", "?2", "?3", "?4", "?5")}");
        SqliteReaders.Bind(delete, persistenceId, range).Run();
    }

    /// <summary>The first events go first, so that what remains has no gap.</summary>
    /// <returns>Whether there are more to delete.</returns>
    public bool DeleteSome(string persistenceId, long toSequence)
    {
        using var find = _connection.Prepare(JournalFormat.LastUpTo("?1", "?2"));
        using var delete = _connection.Prepare(
            "DELETE FROM journal WHERE ordering IN (SELECT ordering FROM journal "
                + $"WHERE persistence_id = ?1 AND sequence_number < ?2 ORDER BY sequence_number LIMIT {MostAtOnce})");
        using var remove = _connection.Prepare(
            "DELETE FROM journal WHERE persistence_id = ?1 AND sequence_number = ?2 AND sequence_number < ?3");
        using var mark = _connection.Prepare(
            "UPDATE journal SET deleted = 1, message = x'' WHERE persistence_id = ?1 AND sequence_number = ?2");
        using var untag = _connection.Prepare("DELETE FROM tags WHERE persistence_id = ?1 AND sequence_nr <= ?2");
        var last = find.Bind(1, persistenceId).Bind(2, toSequence).Step() ? find.Number(0) : 0;
        find.Reset();
        delete.Bind(1, persistenceId).Bind(2, last).Run();
        var hasMore = _connection.Changes == MostAtOnce;
        if (hasMore) return true;
        // The last of all stays, out of sight, and keeps the numbers.
        remove.Bind(1, persistenceId).Bind(2, last).Bind(3, EndOf(persistenceId)).Run();
        mark.Bind(1, persistenceId).Bind(2, last).Run();
        untag.Bind(1, persistenceId).Bind(2, last).Run();
        return false;
    }

    /// <summary>Nothing is left of what ends so.</summary>
    public void Forget(string persistenceId, long last)
    {
        if (EndOf(persistenceId) != last) return;
        foreach (var table in Tables)
        {
            using var delete = _connection.Prepare($"DELETE FROM {table} WHERE persistence_id = ?1");
            delete.Bind(1, persistenceId).Run();
        }
    }

    public void Dispose()
    {
        _end.Dispose();
        _insert.Dispose();
    }
}
