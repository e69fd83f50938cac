using Hanzo.Network.Adapters.Journal;
using Hanzo.Network.Agents;
using Npgsql;

namespace Hanzo.Network.Adapters.Tests.Journal;

/// <summary>The tables of a new PostgreSQL journal, column by column: a database that exists keeps those it was made with.</summary>
public sealed class PostgresSchemaTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    [PostgresTheory]
    [InlineData(
        "journal",
        "ordering bigint NO, created bigint NO, deleted boolean NO, persistence_id text NO, sequence_number bigint NO, "
            + "message bytea NO, manifest text YES, identifier integer YES, writer_uuid text YES")]
    [InlineData("tags", "ordering_id bigint NO, tag text NO, sequence_nr bigint NO, persistence_id text NO")]
    [InlineData(
        "snapshot",
        "persistence_id text NO, sequence_number bigint NO, created bigint NO, snapshot bytea YES, "
            + "manifest text YES, serializer_id integer YES")]
    [InlineData("hanzo_journal", "key text NO, value text NO")]
    public async Task A_table_has_its_columns(string table, string columns)
    {
        var found = await QueryAsync(
            $"""
            SELECT string_agg(column_name || ' ' || data_type || ' ' || is_nullable, ', ' ORDER BY ordinal_position)
            FROM information_schema.columns WHERE table_name = '{table}'
            """);

        found.ShouldBe(columns);
    }

    [PostgresTheory]
    [InlineData("PK_journal", "ordering")]
    [InlineData("journal_uq", "persistence_id, sequence_number")]
    [InlineData("PK_tags", "ordering_id, tag")]
    [InlineData("PK_snapshot", "persistence_id, sequence_number")]
    public async Task A_key_has_its_columns(string key, string columns)
    {
        var found = await QueryAsync(
            $"""
            SELECT string_agg(column_name, ', ' ORDER BY ordinal_position)
            FROM information_schema.key_column_usage WHERE constraint_name = '{key}'
            """);

        found.ShouldBe(columns);
    }

    private async Task<string?> QueryAsync(string sql)
    {
        var database = await server.NewDatabaseAsync();
        new PostgresEventStore(database, TimeProvider.System, new SystemIds(TimeProvider.System)).Dispose();
        await using var connection = new NpgsqlConnection(database + ";Pooling=false");
        await connection.OpenAsync();
        await using var query = new NpgsqlCommand(sql, connection);
        return await query.ExecuteScalarAsync() as string;
    }
}
