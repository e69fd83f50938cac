using Hanzo.Network.Simulation.Faults;

namespace Hanzo.Network.Simulation.Tests.Regressions;

/// <summary>
/// A node died and came back twice while a paused one kept the cluster from agreeing. Both lives were taken in, each by another
/// member; the first, dead by then, stayed unreachable for ever, and nobody could join any more.
/// </summary>
public sealed class TwoLivesOfAnAddressTests
{
    private const string Plan = "9.4s pause n2 for 26.838s; 10s crash n1 for 0.286s; 10.8s reused-address n1 for 1.585s";

    [Fact]
    public void A_node_that_died_on_its_way_in_does_not_stay_beside_its_next_life()
    {
        var result = Regression.Run(465, SimulatedEnvironment.Wide, Plan);
        result.ShouldHold("membership converges", "data converges");
    }
}
