using Hanzo.Network.Simulation.Checks;
using Hanzo.Network.Simulation.Faults;

namespace Hanzo.Network.Simulation.Tests.Regressions;

/// <summary>
/// A plan that once showed a defect. The plan is kept and not the seed alone: what a seed draws changes, what a plan says does not.
/// </summary>
internal static class Regression
{
    public static SimulationResult Run(ulong seed, SimulatedEnvironment environment, string plan) => new Simulation(
        new SimulationOptions(seed)
        {
            Environment = environment,
            Plan = FaultPlan.Parse(plan),
            Length = TimeSpan.FromSeconds(30),
            Records = true,
        }).Run();

    /// <summary>The first of a few seeds whose run tells of it: what else happens decides when the plan strikes.</summary>
    public static SimulationResult RunTelling(SimulatedEnvironment environment, string plan, string text)
    {
        const ulong seeds = 16;
        for (var seed = 1UL; seed <= seeds; seed++)
        {
            var result = Run(seed, environment, plan);
            if (result.Trace.Any(line => line.Text.Contains(text, StringComparison.Ordinal))) return result;
        }

        throw new ShouldAssertException($"of {seeds} runs of '{plan}' none tells '{text}'.");
    }

    public static void ShouldHold(this SimulationResult result, params string[] checkers)
    {
        foreach (var name in checkers)
        {
            var verdict = result.Verdicts.Single(one => one.Checker == name);
            verdict.Holds.ShouldBeTrue(verdict.Text);
            verdict.IsUntested.ShouldBeFalse(verdict.Text);
        }
    }

    /// <summary>Without it the plan would show nothing.</summary>
    public static void ShouldTell(this SimulationResult result, string text) =>
        result.Trace.ShouldContain(line => line.Text.Contains(text, StringComparison.Ordinal));
}
