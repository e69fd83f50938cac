using System.Globalization;
using Hanzo.Network.Tests.Consensus.Checks;
using Hanzo.Network.Tests.Consensus.Simulated;
using Xunit.Abstractions;

namespace Hanzo.Network.Tests.Consensus;

/// <summary>Whole groups under faults, by seed. HANZO_CONSENSUS_SEEDS sets how many: 2000 and more for a campaign.</summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    private const int Parts = 4;

    /// <summary>Of what happens to a group, faults and recoveries together.</summary>
    private const int Kinds = 18;

    private static int Seeds =>
        int.Parse(Environment.GetEnvironmentVariable("HANZO_CONSENSUS_SEEDS") ?? "300", CultureInfo.InvariantCulture);

    public static TheoryData<int> PartNumbers => [.. Enumerable.Range(0, Parts)];

    [Theory]
    [MemberData(nameof(PartNumbers))]
    public void Groups_are_safe_and_come_to_rest_whatever_happens(int part)
    {
        var failed = new List<string>();
        var happened = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var seed = 1 + part; seed <= Seeds && failed.Count < 3; seed += Parts)
        {
            try
            {
                var group = new SimulatedGroup(new WorldOptions(seed));
                group.Run();
                foreach (var (what, times) in group.Happened) happened[what] = happened.GetValueOrDefault(what) + times;
            }
            catch (Exception failure) when (failure is PropertyBrokenException or InvalidOperationException)
            {
                failed.Add($"seed {seed}: {failure}");
            }
        }
        failed.ShouldBeEmpty();
        output.WriteLine(string.Join(", ", happened.Select(found => $"{found.Key} {found.Value}")));
        // What never happens puts nothing to the test.
        if (Seeds >= 300) happened.Count(found => found.Value >= 10).ShouldBe(Kinds);
    }
}
