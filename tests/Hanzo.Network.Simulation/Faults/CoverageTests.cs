using Hanzo.Network.Simulation.Faults;

namespace Hanzo.Network.Simulation.Tests.Faults;

public sealed class CoverageTests
{
    [Fact]
    public void What_was_counted_is_told_and_nothing_else()
    {
        var counter = new CoverageCounter();
        counter.Count(FaultKind.PowerLoss);
        counter.Count(RecoveryPaths.SelfDowned);
        counter.Count(RecoveryPaths.SelfDowned);
        var coverage = counter.ToCoverage();
        coverage.Counts.ShouldBe([KeyValuePair.Create("power-loss", 1L), KeyValuePair.Create("self downed", 2L)]);
        coverage.Of("crash").ShouldBe(0);
    }

    [Fact]
    public void A_way_that_the_catalogue_lacks_is_refused() =>
        Should.Throw<ArgumentException>(() => new CoverageCounter().Count("self drowned")).Message
            .ShouldStartWith("\"self drowned\" is none of RecoveryPaths: ");

    [Fact]
    public void The_catalogue_has_every_name_once()
    {
        var constants = typeof(RecoveryPaths).GetFields().Where(field => field.IsLiteral).Select(field => (string)field.GetValue(null)!);
        RecoveryPaths.All.ShouldBe(constants);
        RecoveryPaths.All.Concat(FaultTable.Rows.Select(row => row.Name)).ShouldBeUnique();
    }

    [Fact]
    public void Sums_add_each_count()
    {
        var sum = Crashes(2) + Crashes(3) + Coverage.None;
        sum.Of("crash").ShouldBe(5);
        (sum + Founded()).Counts.Count.ShouldBe(2);
    }

    [Fact]
    public void The_table_tells_how_often_in_how_many_seeds_and_what_never_happened()
    {
        var table = new CoverageTable();
        table.Add(SimulatedEnvironment.Home, Crashes(3) + Founded());
        table.Add(SimulatedEnvironment.Home, Crashes(1_000));
        table.Add(SimulatedEnvironment.Rack, Founded());
        var lines = table.ToString().Split('\n');
        Cells(lines, "seeds").ShouldBe(["0", "2", "1", "0", "3"]);
        Cells(lines, "crash").ShouldBe(["0", "1,003 in 2", "0", "0", "1,003 in 2"]);
        Cells(lines, "sleep").ShouldBe([".", "0", ".", "0", "0"]);
        Cells(lines, "cluster founded").ShouldBe(["0", "1 in 1", "1 in 1", "0", "2 in 2"]);
        Cells(lines, "quarantined").ShouldBe(["0", "0", "0", "0", "0"]);
        lines.Single(line => line.StartsWith("never: ")).ShouldSatisfyAllConditions(
            line => line.ShouldContain("quarantined"),
            line => line.ShouldContain("power-loss"),
            line => line.ShouldNotContain("cluster founded"));
    }

    [Fact]
    public void Every_line_of_the_table_is_as_wide()
    {
        var table = new CoverageTable();
        table.Add(SimulatedEnvironment.Wide, Crashes(12_345));
        table.ToString().Split('\n').Where(line => line.Length > 0 && !line.StartsWith("never")).Select(line => line.Length).Distinct()
            .Count().ShouldBe(1);
    }

    private static string[] Cells(string[] lines, string name) =>
        lines.Single(line => line.StartsWith(name + "  ")).Split("  ", StringSplitOptions.RemoveEmptyEntries)[1..]
            .Select(cell => cell.Trim()).ToArray();

    private static Coverage Crashes(int times)
    {
        var counter = new CoverageCounter();
        for (var time = 0; time < times; time++) counter.Count(FaultKind.Crash);
        return counter.ToCoverage();
    }

    private static Coverage Founded()
    {
        var counter = new CoverageCounter();
        counter.Count(RecoveryPaths.ClusterFounded);
        return counter.ToCoverage();
    }
}
