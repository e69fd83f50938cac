using Hanzo.Network.Adapters.Memory;
using Hanzo.Network.Adapters.Tests.Journal;
using Hanzo.Network.Agents;
using Hanzo.Network.Memory;
using Npgsql;

namespace Hanzo.Network.Adapters.Tests.Memory;

/// <summary>
/// Where the server compares vectors: by pgvector where the machine has it, else by a stand-in with the same type and operator.
/// </summary>
public sealed class PostgresVectorTests(PostgresServer server) : DurableMemoryContract, IClassFixture<PostgresServer>
{
    private const string StandIn =
        """
        DO $do$ BEGIN
            CREATE EXTENSION IF NOT EXISTS vector;
        EXCEPTION WHEN OTHERS THEN
            CREATE DOMAIN vector AS real[];
            CREATE FUNCTION cosine_distance_of(a real[], b real[]) RETURNS float8 IMMUTABLE LANGUAGE plpgsql AS $fn$
            BEGIN
                IF array_length(a, 1) <> array_length(b, 1) THEN
                    RAISE EXCEPTION 'different vector dimensions % and %', array_length(a, 1), array_length(b, 1);
                END IF;
                RETURN (SELECT 1 - sum(x::float8 * y) / NULLIF(sqrt(sum(x::float8 * x)) * sqrt(sum(y::float8 * y)), 0)
                    FROM unnest(a, b) AS pair (x, y));
            END $fn$;
            CREATE OPERATOR <=> (LEFTARG = real[], RIGHTARG = real[], FUNCTION = cosine_distance_of);
        END $do$
        """;

    private string _database = "";

    protected override IMemoryStore Open() => new PostgresMemoryStore(_database, new SystemIds(TimeProvider.System));

    public override async Task InitializeAsync()
    {
        _database = await server.NewDatabaseAsync();
        if (PostgresServer.Missing is null) await ExecuteAsync(StandIn);
        await base.InitializeAsync();
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection($"{_database};Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    [PostgresFact]
    public async Task What_was_written_before_the_server_could_compare_is_found_as_well()
    {
        await Write(Entry("old", "green tea with milk"));
        await ExecuteAsync("UPDATE hanzo_memory SET near = NULL");
        await Write(Entry("new", "a cup of tea"));

        (await Find(null, text: "tea in a cup")).Select(one => one.Entry.Id).ShouldBe(["new", "old"]);
    }

    [PostgresFact]
    public async Task The_nearest_come_ranked_by_the_server()
    {
        await Write(Entry("tea", "green tea with milk"), Entry("trains", "night trains to Vienna"), Entry("cup", "a cup of tea"));

        var found = await Find(null, text: "tea in a cup");

        found.Select(one => one.Entry.Id).ShouldBe(["cup", "tea", "trains"]);
        found.ShouldAllBe(one => one.Relevance != null);
        Store.Description.ShouldEndWith("vectors compared by its extension pgvector");
    }
}
