using Hanzo.Network.Simulation.Checks;
using Hanzo.Network.Simulation.Faults;

namespace Hanzo.Network.Simulation.Tests.Regressions;

/// <summary>
/// Two connections that nobody closed and nothing passes through: four of five members each counted as silent for somebody, all
/// took themselves for the losers or the others for dead, and two clusters gave out the same slots.
/// </summary>
public sealed class HalfOpenConnectionsTests
{
    [Fact]
    public void Connections_that_nothing_passes_through_are_made_anew_before_anybody_is_downed()
    {
        var result = Regression.Run(960, SimulatedEnvironment.Home, "15s half-open n3 to n0; 17s half-open n2 to n1");
        result.ShouldTell("not all reachable");
        result.Trace.Where(line => line.Text.Contains(" downs ", StringComparison.Ordinal)).ShouldBeEmpty();
        result.ShouldHold("membership converges");
    }
}
