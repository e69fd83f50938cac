using Hanzo.Network.Simulation.Faults;

namespace Hanzo.Network.Simulation.Tests.Regressions;

/// <summary>
/// Downed while it was paused, a node starts another actor system. All systems of one process had the same uid, so that the others
/// went on refusing it as the one that they had shut out, and it started anew without end.
/// </summary>
public sealed class PausedNodeTests
{
    [Fact]
    public void A_node_that_was_downed_in_its_pause_is_taken_in_again()
    {
        var result = Regression.Run(11, SimulatedEnvironment.OneMachine, "10s pause n2 for 16s");
        result.ShouldTell("shut this one out");
        result.ShouldHold("membership converges");
    }
}
