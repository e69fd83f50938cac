using Hanzo.Network.Simulation.Faults;

namespace Hanzo.Network.Simulation.Tests.Faults;

/// <summary>What people ask a network for while others work with it.</summary>
public sealed class AskedTests
{
    private static readonly TimeSpan Length = TimeSpan.FromMinutes(3);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_node_that_is_drained_under_load_has_nothing_under_way_when_it_leaves_and_comes_back(ulong seed)
    {
        var result = Run(seed, "40s drain n1 by 30 for 60s");

        result.Coverage.Of(RecoveryPaths.NodeDrained).ShouldBe(1, Verdicts(result));
        result.Coverage.Of(RecoveryPaths.MemberLeft).ShouldBeGreaterThan(0);
        result.Verdicts.ShouldAllBe(verdict => verdict.Holds, Verdicts(result));
    }

    [Fact]
    public void A_node_that_crashes_while_it_is_drained_is_like_any_other()
    {
        var result = Run(4, "40s drain n1 by 30 for 60s; 41s crash n1 for 5s");

        result.Coverage.Of(RecoveryPaths.NodeDrained).ShouldBe(0);
        result.Verdicts.ShouldAllBe(verdict => verdict.Holds, Verdicts(result));
    }

    [Fact]
    public void Slots_that_are_asked_to_move_do_so_under_load()
    {
        var result = Run(5, "40s migrate n0 to n2 by 1; 50s migrate n1 to n0 by 2; 60s migrate n2 to n1 by 3; 80s migrate n2 to n0 by 2");

        result.Coverage.Of(RecoveryPaths.SlotMigrated).ShouldBeGreaterThan(0, Verdicts(result));
        result.Verdicts.ShouldAllBe(verdict => verdict.Holds, Verdicts(result));
    }

    [Fact]
    public void What_people_ask_for_is_drawn_besides_and_changes_no_other_fault()
    {
        var plans = Enumerable.Range(0, 200).Select(Draw).ToList();
        plans.Count(plan => plan.Faults.Any(IsAsked)).ShouldBeInRange(40, 120);

        // As it was before there were such faults.
        Without(Draw(7)).ShouldBe(
            "3.832s datagram-loss by 0.094 for 6.73s; 3.841s partition n1,n0 for 2.402s; 40.597s clock-jump n2 by 1.14 for 49.403s; "
            + "49.586s datagram-loss by 0.32 for 40.414s; 78.964s slow-link n1 by 337 for 11.036s");
    }

    private static bool IsAsked(Fault fault) => FaultTable.Of(fault.Kind).IsAsked;

    private static string Without(FaultPlan plan) => FaultPlan.Of(plan.Faults.Where(fault => !IsAsked(fault))).ToString();

    private static FaultPlan Draw(int seed) => FaultPlan.Draw((ulong)seed, SimulatedEnvironment.Home, 5, TimeSpan.FromMinutes(2));

    private static SimulationResult Run(ulong seed, string plan)
    {
        SynchronizationContext.SetSynchronizationContext(null);
        return new Simulation(new SimulationOptions(seed)
        {
            Environment = SimulatedEnvironment.Rack, Nodes = 3, Length = Length, Plan = FaultPlan.Parse(plan),
        }).Run();
    }

    private static string Verdicts(SimulationResult result) => string.Join('\n', result.Verdicts.Select(verdict => verdict.Text));
}
