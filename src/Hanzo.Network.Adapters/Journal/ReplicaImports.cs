using Hanzo.Network.Consensus.Journal;

namespace Hanzo.Network.Adapters.Journal;

/// <summary>
/// Histories of other stores, out of sight until they are there as a whole, and of which ones were taken over. What is never ended makes
/// room for what comes later, in the order of the log, so that all members forget the same. In the transaction of whoever calls.
/// </summary>
internal sealed class ReplicaImports(SqliteConnection connection, SqliteRows rows)
{
    public const string Tables =
        """
        CREATE TABLE IF NOT EXISTS hanzo_imports (
            persistence_id TEXT NOT NULL, source TEXT NOT NULL, snapshot INTEGER NOT NULL, sequence_number INTEGER NOT NULL,
            created INTEGER NOT NULL, manifest TEXT NOT NULL, writer_uuid TEXT NOT NULL, data BLOB NOT NULL,
            PRIMARY KEY (persistence_id, source, snapshot, sequence_number));
        CREATE TABLE IF NOT EXISTS hanzo_importing (
            persistence_id TEXT NOT NULL, source TEXT NOT NULL, bytes INTEGER NOT NULL, arrived INTEGER NOT NULL,
            PRIMARY KEY (persistence_id, source)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS hanzo_imported (
            persistence_id TEXT NOT NULL, source TEXT NOT NULL, digest BLOB NOT NULL,
            PRIMARY KEY (persistence_id, source)) WITHOUT ROWID;
        """;

    /// <summary>Of all that is out of sight.</summary>
    private const long MaxBytes = 1024L * 1024 * 1024;

    /// <param name="index">Of the log's entry.</param>
    public JournalResult Stage(JournalCommand.Stage stage, long index)
    {
        using var insert = connection.Prepare(
            "INSERT OR IGNORE INTO hanzo_imports (persistence_id, source, snapshot, sequence_number, created, manifest, writer_uuid, data) "
                + "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
        insert.Bind(1, stage.PersistenceId).Bind(2, stage.Source);
        var bytes = 0L;
        foreach (var stored in stage.Events)
        {
            insert.Bind(3, 0).Bind(4, stored.Sequence).Bind(5, JournalFormat.TicksOf(stored.At)).Bind(6, stored.Manifest)
                .Bind(7, stored.Writer).Bind(8, stored.Payload.Span).Run();
            if (connection.Changes > 0) bytes += stored.Payload.Length;
        }

        foreach (var snapshot in stage.Snapshots)
        {
            insert.Bind(3, 1).Bind(4, snapshot.Sequence).Bind(5, JournalFormat.TicksOf(snapshot.At)).Bind(6, snapshot.Manifest)
                .Bind(7, "").Bind(8, snapshot.Payload.Span).Run();
            if (connection.Changes > 0) bytes += snapshot.Payload.Length;
        }

        using var count = connection.Prepare(
            "INSERT INTO hanzo_importing (persistence_id, source, bytes, arrived) VALUES (?1, ?2, ?3, ?4) "
                + "ON CONFLICT (persistence_id, source) DO UPDATE SET bytes = bytes + ?3, arrived = ?4");
        count.Bind(1, stage.PersistenceId).Bind(2, stage.Source).Bind(3, bytes).Bind(4, index).Run();
        while (Bytes() > MaxBytes) ForgetOldest();
        return new JournalResult(JournalVerdict.Done);
    }

    public JournalResult Import(JournalCommand.Import import)
    {
        var (id, source) = (import.PersistenceId, import.Source);
        var end = rows.EndOf(id);
        if (DigestOfImported(id, source) is { } digest)
        {
            Forget(id, source);
            return digest.AsSpan().SequenceEqual(import.History.Digest.Span)
                ? new JournalResult(JournalVerdict.Done)
                : new JournalResult(JournalVerdict.Conflict, end);
        }

        if (end > 0)
        {
            Forget(id, source);
            if (!Present(id, end).IsSame(import.History)) return new JournalResult(JournalVerdict.Conflict, end);
            Note(import);
            return new JournalResult(JournalVerdict.Done);
        }

        if (!Staged(import).IsSame(import.History))
        {
            Forget(id, source);
            return new JournalResult(JournalVerdict.Unstaged);
        }

        Show(import);
        Note(import);
        Forget(id, source);
        return new JournalResult(JournalVerdict.Done);
    }

    private void Show(JournalCommand.Import import)
    {
        Of(
            import,
            "INSERT INTO journal (created, deleted, persistence_id, sequence_number, message, manifest, identifier, writer_uuid) "
                + $"SELECT created, 0, persistence_id, sequence_number, data, manifest, {JournalFormat.SerializerId}, writer_uuid "
                + "FROM hanzo_imports WHERE persistence_id = ?1 AND source = ?2 AND snapshot = 0 ORDER BY sequence_number");
        Of(
            import,
            "INSERT OR REPLACE INTO snapshot (persistence_id, sequence_number, created, snapshot, manifest, serializer_id) "
                + $"SELECT persistence_id, sequence_number, created, data, manifest, {JournalFormat.SerializerId} "
                + "FROM hanzo_imports WHERE persistence_id = ?1 AND source = ?2 AND snapshot = 1");
        if (rows.EndOf(import.PersistenceId) >= import.History.Highest) return;
        // What was deleted keeps its numbers: the last stays, out of sight.
        using var mark = connection.Prepare(
            "INSERT INTO journal (created, deleted, persistence_id, sequence_number, message, manifest, identifier, writer_uuid) "
                + $"VALUES (0, 1, ?1, ?2, zeroblob(0), '', {JournalFormat.SerializerId}, '')");
        mark.Bind(1, import.PersistenceId).Bind(2, import.History.Highest).Run();
    }

    private void Of(JournalCommand.Import import, string sql)
    {
        using var statement = connection.Prepare(sql);
        statement.Bind(1, import.PersistenceId).Bind(2, import.Source).Run();
    }

    private void Note(JournalCommand.Import import)
    {
        using var note = connection.Prepare("INSERT INTO hanzo_imported (persistence_id, source, digest) VALUES (?1, ?2, ?3)");
        note.Bind(1, import.PersistenceId).Bind(2, import.Source).Bind(3, import.History.Digest.Span).Run();
    }

    private byte[]? DigestOfImported(string id, string source)
    {
        using var select = connection.Prepare("SELECT digest FROM hanzo_imported WHERE persistence_id = ?1 AND source = ?2");
        return select.Bind(1, id).Bind(2, source).Step() ? select.Bytes(0) : null;
    }

    private HistorySummary Staged(JournalCommand.Import import)
    {
        const string Columns = "SELECT sequence_number, created, manifest, writer_uuid, data FROM hanzo_imports "
            + "WHERE persistence_id = ?1 AND source = ?2 AND snapshot = ";
        using var events = connection.Prepare(Columns + "0 ORDER BY sequence_number");
        using var snapshots = connection.Prepare(Columns + "1 ORDER BY sequence_number");
        return Summary(
            events.Bind(1, import.PersistenceId).Bind(2, import.Source),
            snapshots.Bind(1, import.PersistenceId).Bind(2, import.Source), import.History.Highest);
    }

    private HistorySummary Present(string id, long highest)
    {
        using var events = connection.Prepare(
            "SELECT sequence_number, created, manifest, writer_uuid, message FROM journal WHERE persistence_id = ?1 AND deleted = 0 "
                + "ORDER BY sequence_number");
        using var snapshots = connection.Prepare(
            "SELECT sequence_number, created, manifest, '', snapshot FROM snapshot WHERE persistence_id = ?1 ORDER BY sequence_number");
        return Summary(events.Bind(1, id), snapshots.Bind(1, id), highest);
    }

    private static HistorySummary Summary(SqliteStatement events, SqliteStatement snapshots, long highest)
    {
        using var digest = new HistoryDigest();
        while (events.Step()) digest.AddEvent(events.Number(0), events.Number(1), events.Text(2), events.Text(3), events.Blob(4));
        while (snapshots.Step()) digest.AddSnapshot(snapshots.Number(0), snapshots.Number(1), snapshots.Text(2), snapshots.Blob(4));
        return digest.End(highest);
    }

    private long Bytes()
    {
        using var sum = connection.Prepare("SELECT sum(bytes) FROM hanzo_importing");
        return sum.Step() ? sum.Number(0) : 0;
    }

    private void ForgetOldest()
    {
        string id, source;
        using (var oldest = connection.Prepare("SELECT persistence_id, source FROM hanzo_importing ORDER BY arrived LIMIT 1"))
        {
            if (!oldest.Step()) return;
            (id, source) = (oldest.Text(0), oldest.Text(1));
        }

        Forget(id, source);
    }

    private void Forget(string id, string source)
    {
        foreach (var table in (string[])["hanzo_imports", "hanzo_importing"])
        {
            using var delete = connection.Prepare($"DELETE FROM {table} WHERE persistence_id = ?1 AND source = ?2");
            delete.Bind(1, id).Bind(2, source).Run();
        }
    }
}
