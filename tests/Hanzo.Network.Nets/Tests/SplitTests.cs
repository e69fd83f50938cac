using Hanzo.Network.Nets.Campaign;
using Hanzo.Network.Nets.Lab;

namespace Hanzo.Network.Nets.Tests;

/// <summary>
/// On ours; on Akka.NET silence is judged by other times. More:
/// <c>dotnet run -c Release --project tests/Hanzo.Network.Nets -- --splits 50</c>.
/// </summary>
[Collection(NetsCollection.Name)]
[Trait("Runtime", "embedded")]
public sealed class SplitTests
{
    [NetsTheory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Five_hosts_cut_into_three_and_two_are_one_again_and_lose_nothing(int round)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(4));

        var report = await Split.RunAsync(TimeSpan.FromSeconds(20), deadline.Token);

        report.Wrong.ShouldBeEmpty($"round {round}:\n{string.Join('\n', report.Wrong)}");
        report.Runs.ShouldBeGreaterThan(50);
        report.Writes.ShouldBeGreaterThan(50);
    }
}
