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
    [NetsFact]
    public async Task Five_hosts_cut_twice_into_three_and_two_are_one_again_and_lose_nothing()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(5));

        var report = await Split.RunAsync(TimeSpan.FromSeconds(20), times: 2, deadline.Token);

        report.Wrong.ShouldBeEmpty(report.ToString());
        report.Runs.ShouldBeGreaterThan(100);
        report.Writes.ShouldBeGreaterThan(100);
    }
}
