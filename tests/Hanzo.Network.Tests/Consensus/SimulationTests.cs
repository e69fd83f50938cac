using System.Globalization;
using Hanzo.Network.Tests.Consensus.Checks;
using Hanzo.Network.Tests.Consensus.Simulated;

namespace Hanzo.Network.Tests.Consensus;

/// <summary>Whole groups under faults, by seed. HANZO_CONSENSUS_SEEDS sets how many: 2000 and more for a campaign.</summary>
public sealed class SimulationTests
{
    private const int Parts = 4;

    private static int Seeds =>
        int.Parse(Environment.GetEnvironmentVariable("HANZO_CONSENSUS_SEEDS") ?? "300", CultureInfo.InvariantCulture);

    public static TheoryData<int> PartNumbers => [.. Enumerable.Range(0, Parts)];

    [Theory]
    [MemberData(nameof(PartNumbers))]
    public void Groups_are_safe_and_come_to_rest_whatever_happens(int part)
    {
        var failed = new List<string>();
        for (var seed = 1 + part; seed <= Seeds && failed.Count < 3; seed += Parts)
        {
            try
            {
                new SimulatedGroup(new WorldOptions(seed)).Run();
            }
            catch (Exception failure) when (failure is PropertyBrokenException or InvalidOperationException)
            {
                failed.Add($"seed {seed}: {failure}");
            }
        }
        failed.ShouldBeEmpty();
    }
}
