using Hanzo.Network.Benchmarks.Placement;

namespace Hanzo.Network.Benchmarks.Tests;

/// <summary>Ratios alone are judged. What else the machine does only adds to a time, so the best of several attempts counts.</summary>
public sealed class PlanGrowthTests
{
    private const int Rounds = 15;
    private const int Attempts = 10;

    // n log n from 250 to 1,000 nodes is 5 times the cost, n² 16 times.
    private const double MostGrowth = 9;
    private const double MostOfFull = 0.2;

    [Fact]
    public void Four_times_the_nodes_and_slots_cost_little_more_than_four_times_the_time() =>
        Best(MostGrowth, (small, large) => Math.Max(large.Full / small.Full, large.Again / small.Again)).ShouldBeLessThan(MostGrowth);

    [Fact]
    public void The_loss_of_a_node_costs_a_small_part_of_a_full_plan() =>
        Best(MostOfFull, (_, large) => large.OneLost / large.Full).ShouldBeLessThan(MostOfFull);

    /// <summary>The lowest ratio of the attempts, which end as soon as one is low enough.</summary>
    private static double Best(double enough, Func<PlanTimes, PlanTimes, double> ratio)
    {
        var best = double.PositiveInfinity;
        for (var attempt = 0; attempt < Attempts && best >= enough; attempt++)
            best = Math.Min(best, ratio(PlanTimes.Measure(250, Rounds), PlanTimes.Measure(1_000, Rounds)));
        return best;
    }
}
