using System.Collections.Immutable;
using Hanzo.Network.Simulation.Replay;

namespace Hanzo.Network.Simulation.Tests.Campaigns;

public sealed class CampaignTallyTests
{
    [Fact]
    public void Seeds_checks_and_coverage_are_added_up()
    {
        var tally = CampaignTally.None
            .With(Report(1, ("a", true, 5), ("b", true, 0)))
            .With(Report(2, ("a", false, 7), ("b", true, 2)));

        (tally.Seeds, tally.Failed, tally.Steps).ShouldBe((2, 1, 200));
        tally.Checkers["a"].ShouldBe(new CheckerTally("a", 2, 1, 12, 0));
        tally.Checkers["b"].ShouldBe(new CheckerTally("b", 2, 0, 2, 1));
        tally.Coverage.Of("crash").ShouldBe(6);
        tally.Failures.ShouldHaveSingleItem().Seed.ShouldBe(2ul);
    }

    [Fact]
    public void A_seed_without_a_verdict_is_a_failure()
    {
        CampaignTally.None.With(new SeedReport { Seed = 3, Error = "exit 77" }).Failed.ShouldBe(1);
    }

    [Fact]
    public void Of_many_failures_only_the_number_is_kept()
    {
        var tally = CampaignTally.None;
        for (var seed = 0UL; seed < CampaignTally.MaxFailures + 5; seed++) tally = tally.With(new SeedReport { Seed = seed, Error = "x" });

        tally.Failures.Length.ShouldBe(CampaignTally.MaxFailures);
        tally.Failed.ShouldBe(CampaignTally.MaxFailures + 5);
    }

    [Fact]
    public void A_report_is_the_same_after_its_way_through_JSON()
    {
        var report = Report(ulong.MaxValue, ("a", false, 7)) with { Shrunk = "1s crash n1 for 2s", Replay = "x \"y\"" };

        var text = System.Text.Json.JsonSerializer.Serialize(report, SeedReportJson.Default.SeedReport);
        var read = System.Text.Json.JsonSerializer.Deserialize(text, SeedReportJson.Default.SeedReport)!;

        text.ShouldNotContain("\n");
        (read.Seed, read.Shrunk, read.Replay, read.Holds).ShouldBe((report.Seed, report.Shrunk, report.Replay, false));
        read.Verdicts.ShouldBe(report.Verdicts);
        read.Coverage.ShouldBe(report.Coverage);
    }

    private static SeedReport Report(ulong seed, params (string Checker, bool Holds, long Checked)[] verdicts) => new()
    {
        Seed = seed,
        Steps = 100,
        Verdicts = [.. verdicts.Select(verdict => new VerdictReport(verdict.Checker, verdict.Holds, verdict.Checked, 1.5, ""))],
        Coverage = ImmutableSortedDictionary<string, long>.Empty.Add("crash", 3),
    };
}
