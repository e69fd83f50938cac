using System.Globalization;
using Hanzo.Network.Agents;
using Hanzo.Network.State;

namespace Hanzo.Network.Adapters.Journal;

/// <summary>The tables of a journal file: Akka.Persistence.Sql's defaults for SQLite, and one of ours beside them.</summary>
internal static class SqliteSchema
{
    private const string Tables =
        """
        CREATE TABLE IF NOT EXISTS journal (
            ordering INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            created BIGINT NOT NULL,
            deleted BIT NOT NULL,
            persistence_id NVARCHAR(255) NOT NULL,
            sequence_number BIGINT NOT NULL,
            message VARBINARY NOT NULL,
            manifest NVARCHAR(500) NULL,
            identifier INTEGER NULL,
            writer_uuid NVARCHAR(128) NULL);
        CREATE UNIQUE INDEX IF NOT EXISTS journal_uq ON journal (persistence_id, sequence_number);
        CREATE INDEX IF NOT EXISTS journal_created_idx ON journal (created);
        CREATE INDEX IF NOT EXISTS journal_sequence_number_idx ON journal (sequence_number);
        CREATE TABLE IF NOT EXISTS tags (
            ordering_id INTEGER NOT NULL,
            tag NVARCHAR(64) NOT NULL,
            sequence_nr INTEGER NOT NULL,
            persistence_id NVARCHAR(255) NOT NULL,
            CONSTRAINT PK_tags PRIMARY KEY (ordering_id, tag));
        CREATE INDEX IF NOT EXISTS tags_persistence_id_sequence_nr_idx ON tags (persistence_id, sequence_nr);
        CREATE INDEX IF NOT EXISTS tags_tag_idx ON tags (tag);
        CREATE TABLE IF NOT EXISTS snapshot (
            persistence_id NVARCHAR(255) NOT NULL,
            sequence_number BIGINT NOT NULL,
            created BIGINT NOT NULL,
            snapshot VARBINARY NULL,
            manifest NVARCHAR(500) NULL,
            serializer_id INTEGER NULL,
            CONSTRAINT PK_snapshot PRIMARY KEY (persistence_id, sequence_number));
        CREATE INDEX IF NOT EXISTS snapshot_sequence_number_idx ON snapshot (sequence_number);
        CREATE INDEX IF NOT EXISTS snapshot_created_idx ON snapshot (created);
        CREATE TABLE IF NOT EXISTS hanzo_journal (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        """;

    /// <summary>Makes what is missing; of several processes that do, one is first.</summary>
    /// <returns>The id that the file has had since it was made.</returns>
    /// <exception cref="EventStoreException">The file holds something else.</exception>
    public static string Ensure(SqliteConnection connection, string file, IIds ids)
    {
        if (Read(connection, file) is { } id) return id;
        connection.Execute("BEGIN IMMEDIATE");
        try
        {
            connection.Execute(Tables);
            using (var insert = connection.Prepare("INSERT OR IGNORE INTO hanzo_journal (key, value) VALUES (?1, ?2)"))
            {
                insert.Bind(1, JournalFormat.VersionKey).Bind(2, JournalFormat.Version.ToString(CultureInfo.InvariantCulture)).Run();
                insert.Bind(1, JournalFormat.IdKey).Bind(2, ids.NewUlid()).Run();
            }

            connection.Execute("COMMIT");
        }
        catch
        {
            if (connection.IsInTransaction) connection.Execute("ROLLBACK");
            throw;
        }

        return Read(connection, file) ?? throw JournalFormat.Foreign(file, "no id");
    }

    private static string? Read(SqliteConnection connection, string file)
    {
        if (connection.Query("SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'hanzo_journal'") is null) return null;
        if (Value(connection, JournalFormat.VersionKey) is not { } version) return null;
        JournalFormat.Require(file, version);
        return Value(connection, JournalFormat.IdKey);
    }

    private static string? Value(SqliteConnection connection, string key)
    {
        using var query = connection.Prepare("SELECT value FROM hanzo_journal WHERE key = ?1");
        return query.Bind(1, key).Step() ? query.Text(0) : null;
    }
}
