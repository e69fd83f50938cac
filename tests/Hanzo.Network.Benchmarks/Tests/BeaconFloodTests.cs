using Hanzo.Network.Benchmarks.Rows;
using Hanzo.Network.Benchmarks.Rows.Abuse;

namespace Hanzo.Network.Benchmarks.Tests;

public sealed class BeaconFloodTests
{
    /// <summary>The goal is 5 %; a build without optimization beside other tests takes more.</summary>
    private const double MostPercent = 15;

    [Fact]
    public async Task A_flood_of_forged_beacons_costs_a_fraction_of_a_core_and_keeps_nobody_out()
    {
        var options = RowOptions.Smoke with { WarmUp = TimeSpan.FromMilliseconds(500), Measure = TimeSpan.FromSeconds(2) };
        var figures = await new BeaconFlood().RunAsync(options);
        figures.Single(figure => figure.Name == BeaconFlood.Cost).Value.ShouldBeLessThan(MostPercent);
    }
}
