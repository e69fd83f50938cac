using Hanzo.Network.Adapters.Tests.Journal;
using Hanzo.Network.Kills.Campaign;
using Hanzo.Network.Kills.Nodes;

namespace Hanzo.Network.Kills.Tests;

/// <summary>The campaign, small. More: <c>dotnet run -c Release --project tests/Hanzo.Network.Kills -- --kills 300</c>.</summary>
public sealed class FiveKillsTests
{
    private const int Kills = 5;

    /// <summary>More is wrong on the busiest machine; what it takes on a quiet one is the campaign's to tell.</summary>
    private static readonly TimeSpan WorstAnswer = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(4);

    [Fact]
    public Task Five_kills_of_nodes_that_share_a_file_lose_nothing_and_repeat_nothing() => HoldsAsync(CampaignJournal.Sqlite);

    [PostgresFact]
    public Task Five_kills_of_nodes_that_share_a_database_lose_nothing_and_repeat_nothing() => HoldsAsync(CampaignJournal.Postgres);

    private static async Task HoldsAsync(CampaignJournal journal)
    {
        using var deadline = new CancellationTokenSource(Bound);
        var progress = new List<string>();
        var options = new KillOptions(Kills, journal, Seed: 11);

        var report = await new KillCampaign(options, round => progress.Add(CampaignText.Progress(round, options))).RunAsync(deadline.Token);

        report.Wrong.ShouldBeEmpty(string.Join('\n', progress));
        (report.Kills, report.Runs).ShouldBe((Kills, Kills * 3));
        report.Events.ShouldBeGreaterThan(report.Runs * 20);
        report.StateWrites.ShouldBeGreaterThan(0);
        report.NextAnswer.ShouldNotBeNull().WorstMs.ShouldBeLessThan(WorstAnswer.TotalMilliseconds);
    }
}
