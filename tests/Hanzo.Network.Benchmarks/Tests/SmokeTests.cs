using Hanzo.Network.Adapters.Tests.Journal;
using Hanzo.Network.Benchmarks.Rows;

namespace Hanzo.Network.Benchmarks.Tests;

// A class per folder of rows, so that their waiting overlaps.

public sealed class LimitsSmokeTests : RowSmokeTests
{
    public static TheoryData<string> Rows => RowsOf("Limits");

    [Theory]
    [MemberData(nameof(Rows))]
    public Task A_row_gives_sane_figures(string row) => RunAsync(row);
}

public sealed class LocalSmokeTests : RowSmokeTests
{
    public static TheoryData<string> Rows => RowsOf("Local");

    [Theory]
    [MemberData(nameof(Rows))]
    public Task A_row_gives_sane_figures(string row) => RunAsync(row);
}

public sealed class RemoteSmokeTests : RowSmokeTests
{
    public static TheoryData<string> Rows => RowsOf("Remote");

    [Theory]
    [MemberData(nameof(Rows))]
    public Task A_row_gives_sane_figures(string row) => RunAsync(row);
}

public sealed class ShardedSmokeTests : RowSmokeTests
{
    public static TheoryData<string> Rows => RowsOf("Sharded");

    [Theory]
    [MemberData(nameof(Rows))]
    public Task A_row_gives_sane_figures(string row) => RunAsync(row);
}

public sealed class DataSmokeTests : RowSmokeTests
{
    public static TheoryData<string> Rows => RowsOf("Data");

    [Theory]
    [MemberData(nameof(Rows))]
    public Task A_row_gives_sane_figures(string row) => RunAsync(row);
}

public sealed class FormationSmokeTests : RowSmokeTests
{
    public static TheoryData<string> Rows => RowsOf("Formation");

    [Theory]
    [MemberData(nameof(Rows))]
    public Task A_row_gives_sane_figures(string row) => RunAsync(row);
}

public sealed class FailoverSmokeTests : RowSmokeTests
{
    public static TheoryData<string> Rows => RowsOf("Failover");

    [Theory]
    [MemberData(nameof(Rows))]
    public Task A_row_gives_sane_figures(string row) => RunAsync(row);
}

public sealed class IdleSmokeTests : RowSmokeTests
{
    public static TheoryData<string> Rows => RowsOf("Idle");

    [Theory]
    [MemberData(nameof(Rows))]
    public Task A_row_gives_sane_figures(string row) => RunAsync(row);
}

public sealed class AbuseSmokeTests : RowSmokeTests
{
    public static TheoryData<string> Rows => RowsOf("Abuse");

    [Theory]
    [MemberData(nameof(Rows))]
    public Task A_row_gives_sane_figures(string row) => RunAsync(row);
}

public sealed class PlacementSmokeTests : RowSmokeTests
{
    public static TheoryData<string> Rows => RowsOf("Placement");

    [Theory]
    [MemberData(nameof(Rows))]
    public Task A_row_gives_sane_figures(string row) => RunAsync(row);
}

public sealed class JournalSmokeTests : RowSmokeTests
{
    public const string OfFile = "journal-sqlite";
    public const string OfGroup = "journal-replicated";
    public const string OfFreshNode = "journal-catchup";
    public const string OfMove = "journal-move";
    public const string OfDisk = "journal-disk";
    public const string OfPostgres = "journal-postgres";
    public const string OfSession = "journal-recovery";

    [Fact]
    public Task A_journal_in_a_file_gives_sane_figures() => RunAsync(OfFile);

    [Fact]
    public Task A_journal_on_three_nodes_gives_sane_figures() => RunAsync(OfGroup);

    [Fact]
    public Task A_fresh_node_gives_sane_figures() => RunAsync(OfFreshNode);

    [Fact]
    public Task Histories_that_move_give_sane_figures() => RunAsync(OfMove);

    [Fact]
    public Task Disk_use_gives_sane_figures() => RunAsync(OfDisk);

    [Fact]
    public Task Recovery_of_a_session_gives_sane_figures() => RunAsync(OfSession);

    [PostgresFact]
    public Task A_journal_in_PostgreSQL_gives_sane_figures() => RunAsync(OfPostgres);
}

public sealed class RunsSmokeTests : RowSmokeTests
{
    public static TheoryData<string> Rows => RowsOf("Runs");

    [Theory]
    [MemberData(nameof(Rows))]
    public Task A_row_gives_sane_figures(string row) => RunAsync(row);
}

public sealed class SmokeCoverageTests
{
    [Fact]
    public void Every_row_has_a_smoke_test() =>
        new[]
        {
            LimitsSmokeTests.Rows,
            LocalSmokeTests.Rows,
            RemoteSmokeTests.Rows,
            ShardedSmokeTests.Rows,
            DataSmokeTests.Rows,
            FormationSmokeTests.Rows,
            FailoverSmokeTests.Rows,
            IdleSmokeTests.Rows,
            AbuseSmokeTests.Rows,
            PlacementSmokeTests.Rows,
            RunsSmokeTests.Rows,
            new TheoryData<string>(
                JournalSmokeTests.OfFile, JournalSmokeTests.OfGroup, JournalSmokeTests.OfFreshNode, JournalSmokeTests.OfMove,
                JournalSmokeTests.OfDisk, JournalSmokeTests.OfPostgres, JournalSmokeTests.OfSession),
        }.SelectMany(rows => rows.Cast<object[]>())
            .Select(row => (string)row[0])
            .ShouldBe(RowCatalog.All.Select(row => row.Name), ignoreOrder: true);
}
