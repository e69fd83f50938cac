using Hanzo.Network.Adapters.Journal;
using Hanzo.Network.Agents;
using Hanzo.Network.Benchmarks.Reports;

namespace Hanzo.Network.Benchmarks.Rows.Journal;

/// <summary>The same on both runtimes, since stores know no actors.</summary>
internal sealed class SqliteJournal()
    : Row("journal-sqlite", "events made durable for 64 sessions in SQLite, and bare inserts in such batches")
{
    public override async Task<IReadOnlyList<Figure>> RunAsync(RowOptions options)
    {
        var folder = Directory.CreateTempSubdirectory("hanzo-journal-");
        try
        {
            var ids = new SystemIds(TimeProvider.System);
            using var store = new SqliteEventStore(Path.Combine(folder.FullName, "journal.db"), TimeProvider.System, ids);
            var (rate, bytes) = await SessionLoad.MeasureAsync(store, options);
            var file = new SqliteJournalFile(Path.Combine(folder.FullName, "bare.db"), ids, new SqliteJournalOptions());
            return SessionLoad.FiguresOf("journal sqlite", rate, bytes, Bare(file, options, store.MedianBatch), store.MedianBatch);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static double Bare(SqliteJournalFile file, RowOptions options, int batch)
    {
        using var connection = file.OpenToWrite().Connection;
        using var begin = connection.Prepare("BEGIN IMMEDIATE");
        using var commit = connection.Prepare("COMMIT");
        using var insert = connection.Prepare(
            "INSERT INTO journal (created, deleted, persistence_id, sequence_number, message, manifest, identifier, writer_uuid) "
                + "VALUES (1, 0, ?3, ?1, ?2, 'm.1', 1, 'w')");
        insert.Bind(2, new byte[SessionLoad.EventBytes].AsSpan());
        var inserted = 0;
        return SessionLoad.MeasureBare(options, batch, count =>
        {
            begin.Run();
            for (var i = 0; i < count; i++) Next(inserted++);
            commit.Run();
        });

        void Next(int number) =>
            insert.Bind(1, number / SessionLoad.Sessions + 1).Bind(3, SessionLoad.IdOf(number % SessionLoad.Sessions)).Run();
    }
}
