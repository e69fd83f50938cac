using Hanzo.Network.Simulation.Faults;

namespace Hanzo.Network.Simulation.Tests.Regressions;

/// <summary>
/// One of five is dark while the others are cut two and two: nobody has a majority, both pairs found a cluster, and after the heal
/// both stayed. The merge then showed that a region of the younger cluster's new systems obeyed that cluster's coordinator, whose
/// epoch was the higher one, for ever: no run that was asked at its node started.
/// </summary>
public sealed class TwoClustersOfEqualRightTests
{
    private const string Plan =
        "12.738s slow-link n0 by 86 for 5.41s; 14.624s power-loss n2 for 9.09s; 16.468s partition n3,n1,n2 for 9.844s";

    [Fact]
    public void After_the_heal_there_is_one_cluster_and_every_node_starts_runs()
    {
        var result = Regression.RunTelling(SimulatedEnvironment.Rack, Plan, "leaves cluster");
        result.ShouldHold("membership converges", "every run ends");
    }
}
