using Hanzo.Network.Adapters.Tests.Journal;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Kills.Campaign;
using Hanzo.Network.Kills.Nodes;

namespace Hanzo.Network.Kills.Tests;

/// <summary>The campaign, small. More: <c>dotnet run -c Release --project tests/Hanzo.Network.Kills -- --kills 300</c>.</summary>
public abstract class FiveKillsTests
{
    /// <summary>More is wrong on the busiest machine; what it takes on a quiet one is the campaign's to tell.</summary>
    private static readonly TimeSpan WorstAnswer = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(4);

    /// <summary>Side by side: they wait more than they work.</summary>
    public sealed class InAFile : FiveKillsTests
    {
        /// <summary>On Akka.NET two: what is ours is the same there, and each kill takes it longer.</summary>
        [Fact]
        public Task Kills_of_nodes_that_share_a_file_lose_nothing_and_repeat_nothing() =>
            HoldsAsync(CampaignJournal.Sqlite, kills: RuntimeName.Current == RuntimeName.Embedded ? 5 : 2);
    }

    public sealed class InADatabase : FiveKillsTests
    {
        /// <summary>The journal's own way through kills does not depend on the runtime.</summary>
        [PostgresFact]
        [Trait("Runtime", "embedded")]
        public Task Kills_of_nodes_that_share_a_database_lose_nothing_and_repeat_nothing() =>
            HoldsAsync(CampaignJournal.Postgres, kills: 5);
    }

    private static async Task HoldsAsync(CampaignJournal journal, int kills)
    {
        using var deadline = new CancellationTokenSource(Bound);
        var told = new List<string>();

        var report = await new KillCampaign(new KillOptions(kills, journal, Seed: 11), told.Add)
            .RunAsync(CancellationToken.None, deadline.Token);

        report.Wrong.ShouldBeEmpty(string.Join('\n', told.Append($"kept: {report.Folder}")));
        (report.Kills, report.Runs).ShouldBe((kills, kills * 3));
        report.Events.ShouldBeGreaterThan(report.Runs * 20);
        report.StateWrites.ShouldBeGreaterThan(0);
        report.Failover.ShouldNotBeNull().WorstMs.ShouldBeLessThan(WorstAnswer.TotalMilliseconds);
    }
}
