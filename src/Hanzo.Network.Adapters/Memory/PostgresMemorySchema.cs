using System.Globalization;
using Hanzo.Network.Adapters.Journal;
using Hanzo.Network.Agents;
using Npgsql;

namespace Hanzo.Network.Adapters.Memory;

/// <summary>The tables of memories, beside those of a journal, and pgvector where the server has it.</summary>
internal static class PostgresMemorySchema
{
    /// <summary>Held by who makes the tables: "CREATE … IF NOT EXISTS" alone fails when two do so at once.</summary>
    private const long MakersLock = 0x48414E5A4F4D;

    private const string FindVersion = $"SELECT value FROM hanzo_journal WHERE key = '{MemoryColumns.VersionKey}'";

    private const string SetVersion =
        $"INSERT INTO hanzo_journal (key, value) VALUES ('{MemoryColumns.VersionKey}', '{MemoryColumns.Version}') ON CONFLICT DO NOTHING";

    private static readonly string Lock = string.Create(CultureInfo.InvariantCulture, $"SELECT pg_advisory_xact_lock({MakersLock})");

    private const string BeforeExtension = "before_extension";

    // Column near: the vector once more where pgvector is to compare it, which takes none of bytes.
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
            importance BIGINT NOT NULL,
            created BIGINT NOT NULL,
            last_used BIGINT NOT NULL,
            uses BIGINT NOT NULL,
            shared BIGINT NOT NULL,
            embedder TEXT NOT NULL,
            embedding BYTEA NOT NULL,
            near REAL[] NULL);
        CREATE INDEX IF NOT EXISTS hanzo_memory_owner_idx ON hanzo_memory (owner, user_name, created);
        CREATE TABLE IF NOT EXISTS hanzo_memory_run (run TEXT NOT NULL PRIMARY KEY, at BIGINT NOT NULL);
        CREATE INDEX IF NOT EXISTS hanzo_memory_run_idx ON hanzo_memory_run (at);
        """;

    /// <summary>Makes what is missing; of several processes that do, one is first.</summary>
    /// <returns>Null: the server compares vectors. Else why it does not.</returns>
    /// <exception cref="State.EventStoreException">They are of another version.</exception>
    public static async Task<string?> EnsureAsync(NpgsqlConnection connection, string name, IIds ids, CancellationToken cancellation)
    {
        PostgresSchema.Ensure(connection, name, ids);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        foreach (var sql in new[] { Lock, Tables, SetVersion }) await RunAsync(connection, sql, cancellation);
        MemoryColumns.Require(name, await ValueAsync(connection, FindVersion, cancellation) as string ?? "");
        var why = await AddVectorsAsync(connection, transaction, cancellation);
        await transaction.CommitAsync(cancellation);
        return why;
    }

    private static async Task<string?> AddVectorsAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellation)
    {
        const string Type = "SELECT to_regtype('vector') IS NOT NULL";
        if (await ValueAsync(connection, Type, cancellation) is true) return null;
        await transaction.SaveAsync(BeforeExtension, cancellation);
        try
        {
            await RunAsync(connection, "CREATE EXTENSION IF NOT EXISTS vector", cancellation);
            return await ValueAsync(connection, Type, cancellation) is true ? null : "its type is out of reach";
        }
        catch (PostgresException refused)
        {
            // Most servers have no such extension, and few users may add one.
            await transaction.RollbackAsync(BeforeExtension, cancellation);
            return refused.MessageText;
        }
    }

    private static async Task<object?> ValueAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancellation);
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
