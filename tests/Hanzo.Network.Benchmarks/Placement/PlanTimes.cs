using System.Diagnostics;
using Hanzo.Network.Benchmarks.Rows;
using Hanzo.Network.Benchmarks.Statistics;
using Hanzo.Network.Placement;

namespace Hanzo.Network.Benchmarks.Placement;

/// <summary>How long plans of one network take, in milliseconds.</summary>
/// <param name="Full">All slots, none of which is anywhere yet.</param>
/// <param name="Again">All slots, each of which is where it belongs.</param>
/// <param name="OneLost">After the loss of one node: the mean of one of each speed, of which a faster one had more slots.</param>
internal sealed record PlanTimes(double Full, double Again, double OneLost)
{
    /// <param name="rounds">Of which the fastest counts: what else the machine does only adds.</param>
    /// <exception cref="WrongWorkException">A plan moved what need not move.</exception>
    public static PlanTimes Measure(int nodes, int rounds)
    {
        var input = LargeNetworks.Of(nodes);
        var plan = PlacementPlanner.Plan(input);
        var settled = input with { Owners = plan.AsOwners() };
        var lost = input.Nodes.Skip(nodes / 2).Take(LargeNetworks.SpeedCount).Select(node => node.Id).ToList();
        RequireFewestMoves(settled, plan, lost);
        return new PlanTimes(
            Fastest(rounds, () => PlacementPlanner.Plan(input)),
            Fastest(rounds, () => PlacementPlanner.Plan(settled)),
            lost.Average(node => Lost(rounds, settled, plan, node)));
    }

    private static double Lost(int rounds, PlacementInput settled, PlacementPlan plan, string node)
    {
        var left = Without(settled, node);
        return Fastest(rounds, () => PlacementPlanner.Plan(left, new PlannedInput(settled, plan)));
    }

    private static void RequireFewestMoves(PlacementInput settled, PlacementPlan plan, IReadOnlyCollection<string> lost)
    {
        var all = 0;
        foreach (var node in lost)
        {
            var rest = PlacementPlanner.Plan(Without(settled, node), new PlannedInput(settled, plan));
            var moved = settled.Owners.Count(slot => rest.NodeOf(slot.Key) != slot.Value);
            var fewest = settled.Owners.Values.Count(owner => owner == node);
            if (moved != fewest) throw new WrongWorkException($"the loss of a node with {fewest} slots moved {moved}.");
            all += fewest;
        }

        if (all == 0) throw new WrongWorkException($"nodes {string.Join(", ", lost)} have no slots whose loss could be measured.");
    }

    /// <summary>As a coordinator knows the network then: the slots of the lost node are nowhere.</summary>
    private static PlacementInput Without(PlacementInput settled, string lost) => settled with
    {
        Nodes = settled.Nodes.RemoveAll(node => node.Id == lost),
        Owners = settled.Owners.Where(owner => owner.Value != lost).ToDictionary(),
    };

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
