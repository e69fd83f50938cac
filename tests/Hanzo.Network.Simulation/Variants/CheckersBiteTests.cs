using Hanzo.Network.Simulation.Checks;
using Hanzo.Network.Simulation.Faults;

namespace Hanzo.Network.Simulation.Tests.Variants;

/// <summary>Each broken application is caught by the checker that its fault concerns, under faults that the real one gets over.</summary>
public sealed class CheckersBiteTests
{
    [Theory]
    [InlineData("acknowledges-early", 3, "acknowledged events survive",
        "25s journal-power-loss for 2s; 40s journal-power-loss for 2s; 55s journal-power-loss for 2s")]
    [InlineData("asks-once", 5, "every run ends", "30s crash n1 for 5s")]
    [InlineData("believes-refusals", 2, "only the dead are taken for dead",
        "20s lying-refusal n0 to n1 for 10s; 21s break-streams n0 to n1; 21s break-streams n1 to n0; 24s break-streams n0 to n1")]
    [InlineData("does-not-resume", 4, "every run ends", "30s crash n1 for 5s")]
    [InlineData("drops-deltas", 1, "acknowledged data survives",
        "20s crash n1 for 1s; 30s crash n2 for 1s; 40s crash n0 for 1s; 50s crash n1 for 1s; 60s crash n2 for 1s")]
    [InlineData("fences-nobody", 1, "history never forks", "25s pause n1 for 12s; 45s pause n2 for 12s")]
    [InlineData("gives-away-early", 5, "one owner per slot", "30s leave n1 for 10s; 60s leave n2 for 5s")]
    [InlineData("keeps-its-own", 1, "data converges", "")]
    [InlineData("sees-no-cut", 1, "branches stay branches", "25s partition n2 for 45s")]
    [InlineData("starts-unreserved", 5, "no effect twice",
        "25s failing-disk for 2s; 35s failing-disk for 2s; 45s failing-disk for 2s; 55s journal-power-loss for 1s")]
    public void A_broken_variant_is_caught_where_the_real_network_is_quiet(string variant, ulong first, string checker, string faults)
    {
        var seed = FirstCaught(variant, first, checker, faults);
        var real = VerdictOf(checker, new Simulation(Options(seed, faults)));
        real.Holds.ShouldBeTrue(real.Why);
    }

    /// <summary>Of a few seeds: what else happens decides what the plan meets.</summary>
    private static ulong FirstCaught(string variant, ulong first, string checker, string faults)
    {
        const ulong seeds = 8;
        for (var seed = first; seed < first + seeds; seed++)
        {
            if (!VerdictOf(checker, new Simulation(Options(seed, faults), BrokenVariants.ByName[variant])).Holds) return seed;
        }

        throw new ShouldAssertException($"'{checker}' found {variant} in none of {seeds} seeds from {first}.");
    }

    private static SimulationOptions Options(ulong seed, string faults) => new(seed)
    {
        Nodes = 3,
        Length = TimeSpan.FromSeconds(80),
        Environment = SimulatedEnvironment.Rack,
        Plan = FaultPlan.Parse(faults),
    };

    private static Verdict VerdictOf(string checker, Simulation simulation) =>
        simulation.Run().Verdicts.Single(verdict => verdict.Checker == checker);
}
