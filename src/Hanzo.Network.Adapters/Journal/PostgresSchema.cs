using System.Globalization;
using Hanzo.Network.Agents;
using Hanzo.Network.State;
using Npgsql;

namespace Hanzo.Network.Adapters.Journal;

/// <summary>The tables of a journal database: Akka.Persistence.Sql's defaults for PostgreSQL, and one of ours beside them.</summary>
internal static class PostgresSchema
{
    /// <summary>Held by who makes the tables: "CREATE … IF NOT EXISTS" alone fails when two do so at once.</summary>
    private const long MakersLock = 0x48414E5A4F;

    private const string Tables =
        """
        CREATE TABLE IF NOT EXISTS journal (
            ordering BIGINT GENERATED ALWAYS AS IDENTITY,
            created BIGINT NOT NULL,
            deleted BOOLEAN NOT NULL,
            persistence_id TEXT NOT NULL,
            sequence_number BIGINT NOT NULL,
            message BYTEA NOT NULL,
            manifest TEXT NULL,
            identifier INTEGER NULL,
            writer_uuid TEXT NULL,
            CONSTRAINT "PK_journal" PRIMARY KEY (ordering),
            CONSTRAINT journal_uq UNIQUE (persistence_id, sequence_number));
        CREATE INDEX IF NOT EXISTS journal_created_idx ON journal (created);
        CREATE INDEX IF NOT EXISTS journal_sequence_number_idx ON journal (sequence_number);
        CREATE TABLE IF NOT EXISTS tags (
            ordering_id BIGINT NOT NULL,
            tag TEXT NOT NULL,
            sequence_nr BIGINT NOT NULL,
            persistence_id TEXT NOT NULL,
            CONSTRAINT "PK_tags" PRIMARY KEY (ordering_id, tag));
        CREATE INDEX IF NOT EXISTS tags_persistence_id_sequence_nr_idx ON tags (persistence_id, sequence_nr);
        CREATE INDEX IF NOT EXISTS tags_tag_idx ON tags (tag);
        CREATE TABLE IF NOT EXISTS snapshot (
            persistence_id TEXT NOT NULL,
            sequence_number BIGINT NOT NULL,
            created BIGINT NOT NULL,
            snapshot BYTEA NULL,
            manifest TEXT NULL,
            serializer_id INTEGER NULL,
            CONSTRAINT "PK_snapshot" PRIMARY KEY (persistence_id, sequence_number));
        CREATE INDEX IF NOT EXISTS snapshot_sequence_number_idx ON snapshot (sequence_number);
        CREATE INDEX IF NOT EXISTS snapshot_created_idx ON snapshot (created);
        CREATE TABLE IF NOT EXISTS hanzo_journal (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL);
        """;

    /// <summary>Makes what is missing; of several processes that do, one is first.</summary>
    /// <returns>The id that the database has had since its tables were made.</returns>
    /// <exception cref="EventStoreException">It cannot be used, or holds something else.</exception>
    public static string Ensure(NpgsqlConnection connection, string name, IIds ids)
    {
        try
        {
            if (Read(connection, name) is { } id) return id;
            using var transaction = connection.BeginTransaction();
            Run(connection, string.Create(CultureInfo.InvariantCulture, $"SELECT pg_advisory_xact_lock({MakersLock})"));
            Run(connection, Tables);
            Insert(connection, JournalFormat.VersionKey, JournalFormat.Version.ToString(CultureInfo.InvariantCulture));
            Insert(connection, JournalFormat.IdKey, ids.NewUlid());
            transaction.Commit();
            return Read(connection, name) ?? throw JournalFormat.Foreign(name, "no id");
        }
        catch (Exception e) when (PostgresErrors.Knows(e))
        {
            throw PostgresErrors.Of(name, e);
        }
    }

    private static string? Read(NpgsqlConnection connection, string name)
    {
        using var exists = new NpgsqlCommand("SELECT to_regclass('hanzo_journal') IS NOT NULL", connection);
        if (exists.ExecuteScalar() is not true || Value(connection, JournalFormat.VersionKey) is not { } version) return null;
        JournalFormat.Require(name, version);
        return Value(connection, JournalFormat.IdKey);
    }

    private static string? Value(NpgsqlConnection connection, string key)
    {
        using var query = new NpgsqlCommand("SELECT value FROM hanzo_journal WHERE key = $1", connection);
        query.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key });
        return query.ExecuteScalar() as string;
    }

    private static void Insert(NpgsqlConnection connection, string key, string value)
    {
        using var insert = new NpgsqlCommand("INSERT INTO hanzo_journal (key, value) VALUES ($1, $2) ON CONFLICT DO NOTHING", connection);
        insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key });
        insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = value });
        insert.ExecuteNonQuery();
    }

    private static void Run(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}
