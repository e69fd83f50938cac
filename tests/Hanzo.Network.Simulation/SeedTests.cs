using Hanzo.Network.Simulation.Faults;

namespace Hanzo.Network.Simulation.Tests;

/// <summary>A few seeds of each environment; campaigns run thousands (docs/SIMULATION.md).</summary>
public sealed class SeedTests
{
    private static readonly TimeSpan Length = TimeSpan.FromMinutes(3);

    public static TheoryData<SimulatedEnvironment, ulong> Seeds()
    {
        var seeds = new TheoryData<SimulatedEnvironment, ulong>();
        foreach (var environment in Enum.GetValues<SimulatedEnvironment>())
            for (var seed = 1UL; seed <= 4; seed++) seeds.Add(environment, seed);
        return seeds;
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_network_keeps_its_promises_through_the_faults_of_a_seed(SimulatedEnvironment environment, ulong seed)
    {
        var result = Run(new SimulationOptions(seed) { Environment = environment, Length = Length });

        result.Verdicts.Where(verdict => !verdict.Holds).Select(verdict => verdict.Text).ShouldBeEmpty(result.Plan.ToString());
    }

    [Fact]
    public void A_seed_without_faults_puts_every_property_to_the_test()
    {
        var result = Run(new SimulationOptions(1) { Environment = SimulatedEnvironment.Home, Length = Length, Plan = FaultPlan.None });

        result.Verdicts.Where(verdict => !verdict.Holds || verdict.IsUntested).Select(verdict => verdict.Text).ShouldBeEmpty();
    }

    [Fact]
    public void The_same_seed_takes_the_same_steps_again()
    {
        var options = new SimulationOptions(11) { Length = TimeSpan.FromMinutes(1) };

        var (one, other) = (Run(options), Run(options));

        (other.Hash, other.Steps).ShouldBe((one.Hash, one.Steps));
        Run(options with { Seed = 12 }).Hash.ShouldNotBe(one.Hash);
    }

    private static SimulationResult Run(SimulationOptions options)
    {
        SynchronizationContext.SetSynchronizationContext(null);
        return new Simulation(options).Run();
    }
}
