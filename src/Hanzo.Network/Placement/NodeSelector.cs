using System.Collections.Immutable;
using System.Globalization;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Placement;

/// <summary>Chooses the node for a new session among those that have slots of its agent, by strategy and live load.</summary>
public static class NodeSelector
{
    /// <summary>fp16 TFLOPS from which on a device answers a person quickly enough.</summary>
    public const double InteractiveThroughput = 1;

    /// <summary>Runs at once that a device of unknown core count takes before it counts as busy.</summary>
    public const int DefaultCapacity = 4;

    /// <summary>Share of all cores in use from which on a device counts as busy.</summary>
    public const double BusyCpu = 0.95;

    /// <param name="turn">For round-robin the number of earlier choices, for random a random number; else unused.</param>
    public static NodeDecision Select(
        Agent agent, AgentPlacement placement, IEnumerable<NodeView> nodes, PlacementStrategy strategy, long turn)
    {
        var explanation = PlacementPlanner.Explain(nodes, agent);
        var fits = explanation.Candidates.Select(verdict => verdict.Node).ToHashSet(StringComparer.Ordinal);
        var placed = placement.Slots.OfType<string>().ToHashSet(StringComparer.Ordinal);
        var candidates = nodes.Where(node => fits.Contains(node.Id) && placed.Contains(node.Id))
            .OrderBy(node => node.Id, StringComparer.Ordinal).ToImmutableArray();
        if (candidates.IsEmpty) return new NodeDecision(null, explanation.NoCandidateText, explanation);
        var (node, why) = strategy switch
        {
            PlacementStrategy.Capability => ByCapability(agent, candidates),
            PlacementStrategy.LeastLoaded => (candidates.MinBy(ExpectedTime)!, "it has the least load for its speed"),
            PlacementStrategy.RoundRobin => (candidates[(int)((ulong)turn % (ulong)candidates.Length)], "it is its turn"),
            PlacementStrategy.Random => (candidates[(int)((ulong)turn % (ulong)candidates.Length)], "it was drawn at random"),
            _ => throw new ArgumentOutOfRangeException(nameof(strategy), strategy, "allowed: Capability, LeastLoaded, RoundRobin, Random."),
        };
        return new NodeDecision(node.Id, Sentence(agent, node, why, candidates.Length), explanation);
    }

    private static (NodeView Node, string Why) ByCapability(Agent agent, ImmutableArray<NodeView> candidates)
    {
        if (candidates.Length == 1) return (candidates[0], "it is the only node that may run it");
        var free = candidates.Where(node => !IsBusy(node)).ToImmutableArray();
        var pool = free.IsEmpty ? candidates : free;
        var fallback = free.IsEmpty ? ", all being busy" : free.Length < candidates.Length ? ", leaving out busy ones" : "";
        return agent.Workload switch
        {
            Workload.Heavy => (pool.MinBy(ExpectedTime)!, $"heavy work goes where it ends first{fallback}"),
            Workload.Light => (Smallest(Interactive(pool)), $"light work goes to the smallest device that answers quickly{fallback}"),
            Workload.Background => (Smallest(pool), $"background work goes to the smallest device that suffices{fallback}"),
            _ => throw new ArgumentOutOfRangeException(nameof(agent), agent.Workload, "allowed: Light, Heavy, Background."),
        };
    }

    /// <summary>The devices fast enough for a person who waits; the fastest alone when none is.</summary>
    private static ImmutableArray<NodeView> Interactive(ImmutableArray<NodeView> pool)
    {
        var quick = pool.Where(node => PlacementPlanner.ThroughputOf(node.Device) >= InteractiveThroughput).ToImmutableArray();
        return quick.IsEmpty ? [pool.MaxBy(node => PlacementPlanner.ThroughputOf(node.Device))!] : quick;
    }

    private static NodeView Smallest(ImmutableArray<NodeView> pool) =>
        pool.MinBy(node => (PlacementPlanner.ThroughputOf(node.Device), node.Load.ActiveRuns + node.Load.QueuedRuns))!;

    /// <summary>Time until one more run ends, relative to one run alone on a device of 1 TFLOPS.</summary>
    private static double ExpectedTime(NodeView node) =>
        (1.0 + node.Load.ActiveRuns + node.Load.QueuedRuns) / PlacementPlanner.ThroughputOf(node.Device);

    private static bool IsBusy(NodeView node) =>
        node.Load.ActiveRuns + node.Load.QueuedRuns >= (node.Device.Cores ?? DefaultCapacity) || node.Load.Cpu >= BusyCpu;

    private static string Sentence(Agent agent, NodeView node, string why, int count)
    {
        var speed = node.Device.Flops.Fp16 is { } fp16
            ? string.Create(CultureInfo.InvariantCulture, $"{fp16:0.##} fp16 TFLOPS")
            : "unknown speed";
        var runs = node.Load.ActiveRuns == 1 ? "1 run" : string.Create(CultureInfo.InvariantCulture, $"{node.Load.ActiveRuns} runs");
        return string.Create(CultureInfo.InvariantCulture,
            $"'{agent.Name}' on '{node.Id}' ({node.Device.Model}, {speed}, {runs}), 1 of {count} candidates: {why}.");
    }
}
