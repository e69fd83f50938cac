using Hanzo.Network.Adapters.Journal;
using Hanzo.Network.Adapters.Tests.Journal;
using Hanzo.Network.Agents;
using Hanzo.Network.Benchmarks.Reports;
using Npgsql;

namespace Hanzo.Network.Benchmarks.Rows.Journal;

/// <summary>The same on both runtimes; against a server that the row starts.</summary>
internal sealed class PostgresJournal()
    : Row("journal-postgres", "events made durable for 64 sessions in PostgreSQL, and bare inserts in such batches")
{
    public override async Task<IReadOnlyList<Figure>> RunAsync(RowOptions options)
    {
        var server = new PostgresServer();
        await server.InitializeAsync();
        try
        {
            return await MeasureAsync(options, await server.NewDatabaseAsync());
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    private static async Task<IReadOnlyList<Figure>> MeasureAsync(RowOptions options, string database)
    {
        using var store = new PostgresEventStore(database, TimeProvider.System, new SystemIds(TimeProvider.System));
        var (rate, bytes) = await SessionLoad.MeasureAsync(store, options);
        return SessionLoad.FiguresOf("journal postgres", rate, bytes, Bare(database, options, store.MedianBatch), store.MedianBatch);
    }

    // All rows of a batch by one statement, as a loop without any question would.
    private static double Bare(string database, RowOptions options, int batch)
    {
        using var connection = new NpgsqlConnection(database + ";Pooling=false");
        connection.Open();
        using var insert = new NpgsqlCommand(
            "INSERT INTO journal (created, deleted, persistence_id, sequence_number, message, manifest, identifier, writer_uuid) "
                + "SELECT 1, FALSE, g.id, g.sequence, g.message, 'm.1', 1, 'w' FROM unnest($1, $2, $3) AS g (sequence, message, id)",
            connection);
        var (sequences, messages, ids) = (new long[batch], new byte[batch][], new string[batch]);
        Array.Fill(messages, new byte[SessionLoad.EventBytes]);
        insert.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = sequences });
        insert.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = messages });
        insert.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = ids });
        insert.Prepare();
        var inserted = 0;
        return SessionLoad.MeasureBare(options, batch, count =>
        {
            for (var i = 0; i < count; i++, inserted++)
                (ids[i], sequences[i]) = ($"bare {inserted % SessionLoad.Sessions}", inserted / SessionLoad.Sessions + 1);
            insert.ExecuteNonQuery();
        });
    }
}
