using System.Globalization;
using Hanzo.Network.Adapters.Journal;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Adapters.Tests.Journal;

/// <summary>The tables that Akka.Persistence.Sql 1.5.30 makes in an empty SQLite file, column by column.</summary>
public sealed class SqliteSchemaTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(
        "journal",
        "ordering INTEGER 1 1, created BIGINT 1 0, deleted BIT 1 0, persistence_id NVARCHAR(255) 1 0, sequence_number BIGINT 1 0, "
            + "message VARBINARY 1 0, manifest NVARCHAR(500) 0 0, identifier INTEGER 0 0, writer_uuid NVARCHAR(128) 0 0")]
    [InlineData("tags", "ordering_id INTEGER 1 1, tag NVARCHAR(64) 1 2, sequence_nr INTEGER 1 0, persistence_id NVARCHAR(255) 1 0")]
    [InlineData(
        "snapshot",
        "persistence_id NVARCHAR(255) 1 1, sequence_number BIGINT 1 2, created BIGINT 1 0, snapshot VARBINARY 0 0, "
            + "manifest NVARCHAR(500) 0 0, serializer_id INTEGER 0 0")]
    public void A_table_has_the_columns_that_the_other_program_expects(string table, string columns)
    {
        using var connection = Open();
        using var info = connection.Prepare($"PRAGMA table_info({table})");
        var found = new List<string>();
        while (info.Step())
            found.Add(string.Create(CultureInfo.InvariantCulture, $"{info.Text(1)} {info.Text(2)} {info.Number(3)} {info.Number(5)}"));

        string.Join(", ", found).ShouldBe(columns);
    }

    [Fact]
    public void A_file_with_those_tables_alone_is_taken_over_with_what_it_holds()
    {
        using (var made = Open())
            made.Execute("DROP TABLE hanzo_journal; INSERT INTO journal VALUES (1, 5, 0, 'a', 1, x'78', 'm.1', 7, 'w')");

        using var connection = Open();
        connection.Query("SELECT count(*) FROM hanzo_journal").ShouldBe("2");
        connection.Query("SELECT manifest FROM journal").ShouldBe("m.1");
    }

    public void Dispose() => _folder.Dispose();

    private SqliteConnection Open()
    {
        var file = new SqliteJournalFile(_folder.File("journal.db"), new SystemIds(TimeProvider.System), new SqliteJournalOptions());
        return file.OpenToWrite().Connection;
    }
}
