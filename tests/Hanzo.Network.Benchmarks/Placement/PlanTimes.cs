using System.Diagnostics;
using Hanzo.Network.Benchmarks.Rows;
using Hanzo.Network.Benchmarks.Statistics;
using Hanzo.Network.Placement;

namespace Hanzo.Network.Benchmarks.Placement;

/// <summary>How long plans of one network take, in milliseconds.</summary>
/// <param name="Full">All slots, none of which is anywhere yet.</param>
/// <param name="Again">All slots, each of which is where it belongs.</param>
/// <param name="OneLost">After the loss of one node.</param>
internal sealed record PlanTimes(double Full, double Again, double OneLost)
{
    /// <param name="rounds">Of which the fastest counts: what else the machine does only adds.</param>
    /// <exception cref="WrongWorkException">A plan moved what need not move.</exception>
    public static PlanTimes Measure(int nodes, int rounds)
    {
        var input = LargeNetworks.Of(nodes);
        var plan = PlacementPlanner.Plan(input);
        var settled = input with { Owners = plan.AsOwners() };
        var lost = input.Nodes[nodes / 2].Id;
        RequireFewestMoves(settled, plan, lost);
        return new PlanTimes(
            Fastest(rounds, () => PlacementPlanner.Plan(input)),
            Fastest(rounds, () => PlacementPlanner.Plan(settled)),
            Fastest(rounds, () => PlacementPlanner.Without(plan, input, lost)));
    }

    private static void RequireFewestMoves(PlacementInput settled, PlacementPlan plan, string lost)
    {
        var rest = PlacementPlanner.Without(plan, settled, lost);
        var moved = settled.Owners.Count(slot => rest.NodeOf(slot.Key) != slot.Value);
        var fewest = settled.Owners.Values.Count(node => node == lost);
        if (fewest == 0) throw new WrongWorkException($"node '{lost}' has no slots whose loss could be measured.");
        if (moved != fewest) throw new WrongWorkException($"the loss of a node with {fewest} slots moved {moved}.");
    }

    private static double Fastest(int rounds, Func<PlacementPlan> plan)
    {
        var times = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            var began = Stopwatch.GetTimestamp();
            plan();
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return Percentiles.Of(times, 0);
    }
}
