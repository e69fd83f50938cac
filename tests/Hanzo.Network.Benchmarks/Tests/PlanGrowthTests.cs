using Hanzo.Network.Benchmarks.Placement;

namespace Hanzo.Network.Benchmarks.Tests;

/// <summary>Ratios alone are judged, so that a slow or busy machine changes nothing.</summary>
public sealed class PlanGrowthTests
{
    private const int Rounds = 25;

    // n log n from 250 to 1,000 nodes is 5 times the cost, n² 16 times; what else the machine does needs room between.
    private const double MostGrowth = 9;

    [Fact]
    public void Four_times_the_nodes_and_slots_cost_little_more_than_four_times_the_time()
    {
        PlanTimes.Measure(250, Rounds);
        var (small, large) = (PlanTimes.Measure(250, Rounds), PlanTimes.Measure(1_000, Rounds));

        (large.Full / small.Full).ShouldBeLessThan(MostGrowth);
        (large.Again / small.Again).ShouldBeLessThan(MostGrowth);
    }

    [Fact]
    public void The_loss_of_a_node_costs_a_small_part_of_a_full_plan()
    {
        PlanTimes.Measure(250, Rounds);
        var times = PlanTimes.Measure(1_000, Rounds);

        times.OneLost.ShouldBeLessThan(times.Full / 5);
    }
}
