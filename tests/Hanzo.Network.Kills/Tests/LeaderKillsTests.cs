using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Kills.Consensus;

namespace Hanzo.Network.Kills.Tests;

/// <summary>
/// The campaign against the group's leader, small. More:
/// <c>dotnet run -c Release --project tests/Hanzo.Network.Kills -- --consensus --kills 100</c>.
/// </summary>
public sealed class LeaderKillsTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(4);

    /// <summary>More is wrong on the busiest machine; what it takes on a quiet one is the campaign's to tell.</summary>
    private static readonly TimeSpan WorstAnswer = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Kills_of_the_leader_lose_nothing_that_was_acknowledged()
    {
        // On Akka.NET one: the group is the same there, and a node takes longer to come back.
        var kills = RuntimeName.Current == RuntimeName.Embedded ? 2 : 1;
        using var deadline = new CancellationTokenSource(Bound);
        var told = new List<string>();

        var report = await new ConsensusCampaign(3, kills, 1, told.Add).RunAsync(CancellationToken.None, deadline.Token);

        report.Wrong.ShouldBeEmpty(string.Join('\n', told.Append($"kept: {report.Folder}")));
        report.Kills.ShouldBe(kills);
        report.Acknowledged.ShouldBeGreaterThan(20);
        report.NextAnswers.Max().ShouldBeLessThan(WorstAnswer);
    }
}
