using Hanzo.Network.Simulation.Faults;

namespace Hanzo.Network.Simulation.Tests.Checks;

public class EveryCheckerIsPutToTheTestTests
{
    [Fact]
    public void A_calm_network_puts_every_checker_to_the_test_and_breaks_none()
    {
        var options = new SimulationOptions(1) { Nodes = 3, Length = TimeSpan.FromMinutes(1), Plan = FaultPlan.None };

        var result = new Simulation(options).Run();

        var verdicts = string.Join('\n', result.Verdicts.Select(v => v.Text));
        result.Verdicts.ShouldAllBe(verdict => verdict.Holds && !verdict.IsUntested, verdicts);
    }
}
