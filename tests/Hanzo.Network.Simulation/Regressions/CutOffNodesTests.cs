using Hanzo.Network.Simulation.Faults;

namespace Hanzo.Network.Simulation.Tests.Regressions;

/// <summary>
/// A node goes on alone, as its agents declare, and comes back: with the journal out of reach, and with the journal in reach, so that
/// both sides could write the same histories. No defect is known of these plans.
/// </summary>
public sealed class CutOffNodesTests
{
    [Theory]
    [InlineData("14s partition n2 for 180s; 14s partition n3 for 180s")]
    [InlineData("14s partition n2 for 180s; 14s partition n3 for 180s; 150s crash n3 for 4s")]
    public void Without_the_journal_nothing_is_lost(string plan) => Judge(plan, "is cut off and serves alone");

    [Theory]
    [InlineData("")]
    [InlineData("; 60s crash n2 for 4s")]
    public void With_the_journal_it_writes_branches_only(string more)
    {
        var links = from other in new[] { 0, 1, 3, 4 }
                    from way in new[] { $"n2 to n{other}", $"n{other} to n2" }
                    select $"14s one-way {way} for 90s";

        Judge(string.Join("; ", links) + more, "while it is cut off");
    }

    private static void Judge(string plan, string tells) => Regression.RunTelling(SimulatedEnvironment.Rack, plan, tells).ShouldHold(
        "branches stay branches", "history never forks", "no effect twice", "every run ends", "accepted runs survive",
        "membership converges", "acknowledged state survives");
}
