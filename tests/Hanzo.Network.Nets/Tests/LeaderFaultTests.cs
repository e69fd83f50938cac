using Hanzo.Network.Nets.Campaign;
using Hanzo.Network.Nets.Lab;
using Xunit.Abstractions;

namespace Hanzo.Network.Nets.Tests;

/// <summary>
/// One of each kind, on one network. More:
/// <c>dotnet run -c Release --project tests/Hanzo.Network.Nets -- --leader-splits 30 --one-way 30</c>.
/// </summary>
[Collection(NetsCollection.Name)]
public sealed class LeaderFaultTests(ITestOutputHelper output)
{
    /// <summary>Too short for the cluster to go on without the leader's node: that is <see cref="SplitTests"/>' matter.</summary>
    private static readonly TimeSpan Cut = TimeSpan.FromSeconds(3);

    /// <summary>More is wrong on the busiest machine; what it takes on a quiet one is the campaign's to tell.</summary>
    private static readonly TimeSpan WorstAnswer = TimeSpan.FromSeconds(20);

    [NetsFact]
    public async Task A_leader_in_the_minority_or_behind_a_one_way_link_is_replaced_and_nothing_acknowledged_is_lost()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        await using var campaign = await LeaderCampaign.StartAsync();

        foreach (var fault in Enum.GetValues<LeaderFault>())
            output.WriteLine($"{await campaign.RoundAsync(fault, Cut, deadline.Token)}");

        var report = await campaign.JudgeAsync(keepsLogs: false, deadline.Token);
        report.Wrong.ShouldBeEmpty(report.ToString());
        report.Rounds.ShouldAllBe(round => round.Change < WorstAnswer && round.Run < WorstAnswer);
        report.Changes.ShouldBeGreaterThan(20);
        report.Runs.ShouldBeGreaterThan(5);
    }
}
