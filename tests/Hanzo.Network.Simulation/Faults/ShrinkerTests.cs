using Hanzo.Network.Simulation.Faults;

namespace Hanzo.Network.Simulation.Tests.Faults;

public sealed class ShrinkerTests
{
    private const int Plenty = 1_000;

    private static readonly FaultPlan Ten = FaultPlan.Parse("""
        10s crash n0 for 20s; 20.5s leave n1 for 20s; 30s partition n2,n0,n4 for 20s; 41.234s slow-disk by 130 for 20s
        50s clock-jump n1 by -3600 for 20s; 60s break-streams n0 to n1; 70s pause n3 for 20s; 80s datagram-loss by 0.63 for 20s
        90s clock-drift n1 by 1.04 for 20s; 100s sleep n4 for 20s
        """);

    [Fact]
    public void A_failure_that_needs_two_faults_keeps_these_two()
    {
        var shrunk = Shrinker.Shrink(Ten, plan => Has(plan, FaultKind.SlowDisk) && Has(plan, FaultKind.Sleep), Plenty);
        shrunk.Plan.ToString().ShouldBe("0s slow-disk by 2 for 1s; 0s sleep n4 for 2s");
        shrunk.Tries.ShouldBeLessThan(60);
    }

    [Fact]
    public void A_failure_that_needs_three_faults_far_apart_keeps_these_three()
    {
        var shrunk = Shrinker.Shrink(
            Ten, plan => Has(plan, FaultKind.Crash) && Has(plan, FaultKind.ClockJump) && Has(plan, FaultKind.DatagramLoss), Plenty);
        shrunk.Plan.Faults.Select(fault => fault.Kind).ShouldBe([FaultKind.Crash, FaultKind.ClockJump, FaultKind.DatagramLoss]);
    }

    [Fact]
    public void A_failure_that_needs_an_overlap_keeps_it()
    {
        var plan = FaultPlan.Parse("5s leave n0 for 9s; 30s partition n2,n0 for 20s; 40s crash n1 for 20s; 70s crash n0 for 3s");
        var shrunk = Shrinker.Shrink(plan, Overlaps, Plenty);
        Overlaps(shrunk.Plan).ShouldBeTrue();
        shrunk.Plan.Faults.Length.ShouldBe(2);
        shrunk.Plan.End.ShouldBeLessThan(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void A_failure_that_needs_a_long_fault_keeps_about_the_least_length()
    {
        var shrunk = Shrinker.Shrink(Ten, plan => plan.Faults.Any(Paused), Plenty);
        shrunk.Plan.Faults.ShouldHaveSingleItem().Lasts.TotalSeconds.ShouldBeInRange(6.4, 7.2);

        static bool Paused(Fault fault) => fault.Kind == FaultKind.Pause && fault.Lasts >= TimeSpan.FromSeconds(6.4);
    }

    [Fact]
    public void A_failure_that_needs_a_late_fault_keeps_about_the_least_wait()
    {
        var shrunk = Shrinker.Shrink(Ten, plan => plan.Faults.Any(fault => fault.At >= TimeSpan.FromSeconds(30)), Plenty);
        shrunk.Plan.Faults.ShouldHaveSingleItem().At.TotalSeconds.ShouldBeInRange(30, 32);
    }

    [Fact]
    public void Amounts_become_milder_and_rounder()
    {
        Amount(FaultKind.SlowDisk, _ => true).ShouldBe(2);
        Amount(FaultKind.SlowDisk, amount => amount > 20).ShouldBe(21);
        Amount(FaultKind.DatagramLoss, amount => amount >= 0.3).ShouldBe(0.3);
        Amount(FaultKind.ClockJump, amount => amount < -95).ShouldBe(-100);
        Amount(FaultKind.ClockDrift, amount => amount > 1.0045).ShouldBe(1.005);

        static double Amount(FaultKind kind, Func<double, bool> enough) =>
            Shrinker.Shrink(Ten, plan => plan.Faults.Any(fault => fault.Kind == kind && enough(fault.Amount)), Plenty)
                .Plan.Faults.ShouldHaveSingleItem().Amount;
    }

    [Fact]
    public void A_partition_keeps_only_the_nodes_that_matter()
    {
        var shrunk = Shrinker.Shrink(Ten, plan => plan.Faults.Any(CutsOffFour), Plenty);
        shrunk.Plan.ToString().ShouldBe("0s partition n2,n4 for 0.5s");

        static bool CutsOffFour(Fault fault) => fault.Kind == FaultKind.Partition && ((ulong)fault.Amount & 0b10000) != 0;
    }

    [Fact]
    public void A_failure_without_any_fault_shrinks_to_none() =>
        Shrinker.Shrink(Ten, _ => true, Plenty).ShouldBe(new Shrunk(FaultPlan.None, 1));

    [Fact]
    public void A_plan_that_never_fails_again_stays_as_it_is()
    {
        var shrunk = Shrinker.Shrink(Ten, _ => false, Plenty);
        shrunk.Plan.ShouldBe(Ten);
        shrunk.Tries.ShouldBeLessThan(Plenty);
    }

    [Fact]
    public void No_more_plans_are_run_than_allowed_and_none_twice()
    {
        var runs = new List<string>();
        var shrunk = Shrinker.Shrink(Ten, Fails, 15);
        shrunk.Tries.ShouldBe(15);
        runs.Count.ShouldBe(15);
        runs.ShouldBeUnique();
        Has(shrunk.Plan, FaultKind.SlowDisk).ShouldBeTrue();

        bool Fails(FaultPlan plan)
        {
            runs.Add(plan.ToString());
            return Has(plan, FaultKind.SlowDisk) && Has(plan, FaultKind.Sleep);
        }
    }

    [Fact]
    public void Every_shrunk_plan_fails_is_valid_and_comes_out_the_same_again()
    {
        for (var seed = 0UL; seed < 40; seed++)
        {
            var plan = FaultPlan.Draw(seed, SimulatedEnvironment.Rack, 5, TimeSpan.FromMinutes(10));
            if (!Overlaps(plan)) continue;
            var shrunk = Shrinker.Shrink(plan, Overlaps, 200);
            Overlaps(shrunk.Plan.RequireValid(5)).ShouldBeTrue();
            shrunk.Plan.Faults.Length.ShouldBe(2);
            Shrinker.Shrink(plan, Overlaps, 200).ShouldBe(shrunk);
        }
    }

    private static bool Has(FaultPlan plan, FaultKind kind) => plan.Faults.Any(fault => fault.Kind == kind);

    private static bool Overlaps(FaultPlan plan) => plan.Faults.Any(crash => crash.Kind == FaultKind.Crash && plan.Faults.Any(partition =>
        partition.Kind == FaultKind.Partition && crash.At > partition.At && crash.At < partition.At + partition.Lasts));
}
