using Hanzo.Network.Simulation.Faults;

namespace Hanzo.Network.Simulation.Tests.Regressions;

/// <summary>
/// Where no beacon passes, members did not ask for those they had lost, so that two clusters never heard of each other. When they
/// did, sessions in the memory of the older cluster denied runs that the younger one had recorded.
/// </summary>
public sealed class ClustersWithoutBeaconsTests
{
    [Theory]
    [InlineData("14s partition n3,n0,n2 for 12s")]
    [InlineData("14s partition n3,n2 for 12s")]
    public void They_find_each_other_by_their_seeds_and_no_recorded_run_is_denied(string plan)
    {
        var result = Regression.RunTelling(SimulatedEnvironment.Wide, plan, "leaves cluster");
        result.ShouldHold("membership converges", "every run ends");
    }
}
