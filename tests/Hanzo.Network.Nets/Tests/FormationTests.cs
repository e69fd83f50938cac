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

    [NetsFact]
    public async Task Three_nodes_that_start_at_once_are_one_cluster()
    {
        await using var formation = await Formation.CreateAsync();
        for (var round = 0; round < 3; round++)
        {
            var report = await formation.ThreeAtOnceAsync();

            report.Signs.ShouldBeEmpty();
            report.Took.ShouldBeLessThan(Busy);
        }
    }

    [NetsFact]
    public async Task A_newcomer_to_a_running_network_is_seen_by_all()
    {
        await using var formation = await Formation.CreateAsync();

        var times = await formation.JoinsAsync(2);

        times.Max().ShouldBeLessThan(Busy);
    }

    [NetsFact]
    public async Task Twenty_nodes_of_one_machine_become_one_cluster()
    {
        await using var formation = await Formation.CreateAsync();

        await formation.CrowdBecomesOneAsync(20);
    }
}
