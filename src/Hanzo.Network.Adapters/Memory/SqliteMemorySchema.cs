using Hanzo.Network.Adapters.Journal;

namespace Hanzo.Network.Adapters.Memory;

/// <summary>The tables of memories, beside those of a journal.</summary>
internal static class SqliteMemorySchema
{
    private const string Tables =
        """
        CREATE TABLE IF NOT EXISTS hanzo_memory (
            id TEXT NOT NULL PRIMARY KEY,
            owner TEXT NOT NULL,
            agent TEXT NOT NULL,
            user_name TEXT NOT NULL,
            sessions TEXT NOT NULL,
            kind TEXT NOT NULL,
            source TEXT NOT NULL,
            text TEXT NOT NULL,
            importance INTEGER NOT NULL,
            created INTEGER NOT NULL,
            last_used INTEGER NOT NULL,
            uses INTEGER NOT NULL,
            shared INTEGER NOT NULL,
            embedder TEXT NOT NULL,
            embedding BLOB NOT NULL);
        CREATE INDEX IF NOT EXISTS hanzo_memory_owner_idx ON hanzo_memory (owner, user_name, created);
        CREATE TABLE IF NOT EXISTS hanzo_memory_run (run TEXT NOT NULL PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS hanzo_memory_run_idx ON hanzo_memory_run (at);
        """;

    /// <summary>Makes what is missing; of several processes that do, one is first.</summary>
    /// <exception cref="State.EventStoreException">They are of another version.</exception>
    public static void Ensure(SqliteConnection connection, string file)
    {
        if (Version(connection) is null)
        {
            connection.Execute("BEGIN IMMEDIATE");
            connection.Execute(Tables);
            using (var insert = connection.Prepare("INSERT OR IGNORE INTO hanzo_journal (key, value) VALUES (?1, ?2)"))
                insert.Bind(1, MemoryColumns.VersionKey).Bind(2, MemoryColumns.Version).Run();
            connection.Execute("COMMIT");
        }

        MemoryColumns.Require(file, Version(connection) ?? "");
    }

    private static string? Version(SqliteConnection connection)
    {
        using var query = connection.Prepare("SELECT value FROM hanzo_journal WHERE key = ?1");
        return query.Bind(1, MemoryColumns.VersionKey).Step() ? query.Text(0) : null;
    }
}
