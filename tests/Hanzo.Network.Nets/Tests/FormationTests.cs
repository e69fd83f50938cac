using Hanzo.Network.Nets.Campaign;
using Hanzo.Network.Nets.Lab;

namespace Hanzo.Network.Nets.Tests;

/// <summary>
/// On ours; Akka.NET takes its time, by its own settings. The figures:
/// <c>dotnet run -c Release --project tests/Hanzo.Network.Nets -- --formations 200 --joins 50</c>.
/// </summary>
[Collection(NetsCollection.Name)]
[Trait("Runtime", "embedded")]
public sealed class FormationTests
{
    /// <summary>Two clusters that find each other would take longer, also on a quiet machine.</summary>
    private static readonly TimeSpan Busy = TimeSpan.FromSeconds(10);

    /// <summary>More make a machine so busy that it is the machine which is tested.</summary>
    private const int Crowd = 8;

    [NetsFact]
    public async Task Three_nodes_that_start_at_once_are_one_cluster()
    {
        await using var formation = await Formation.CreateAsync();
        for (var round = 0; round < 2; round++) AssertOne(await formation.ThreeAtOnceAsync());
    }

    [NetsFact]
    public async Task Three_nodes_that_start_at_once_are_one_cluster_and_a_newcomer_is_seen_by_all()
    {
        await using var formation = await Formation.CreateAsync();

        var (formed, joined) = await formation.JoinsAsync(2);

        AssertOne(formed);
        joined.Max().ShouldBeLessThan(Busy);
    }

    [NetsFact]
    public async Task Many_nodes_of_one_machine_become_one_cluster()
    {
        await using var formation = await Formation.CreateAsync();

        await formation.CrowdBecomesOneAsync(Crowd);
    }

    private static void AssertOne(FormationReport report)
    {
        report.Signs.ShouldBeEmpty(report.ToString());
        report.Took.ShouldBeLessThan(Busy);
    }
}
