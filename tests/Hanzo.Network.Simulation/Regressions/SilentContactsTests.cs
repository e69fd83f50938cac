using Hanzo.Network.Simulation.Faults;

namespace Hanzo.Network.Simulation.Tests.Regressions;

/// <summary>A node that is downed behind a link of seconds founds alone, since nobody answers it in time, and stayed alone.</summary>
public sealed class SilentContactsTests
{
    [Fact]
    public void A_node_that_founded_alone_behind_a_slow_link_rejoins()
    {
        const string Plan = "12s partition n1 for 9s; 18s slow-link n1 by 2637 for 14s";
        var result = Regression.Run(9, SimulatedEnvironment.Home, Plan);
        result.ShouldTell("leaves cluster");
        result.ShouldHold("membership converges");
    }
}
